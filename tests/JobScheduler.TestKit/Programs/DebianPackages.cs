using System.ComponentModel;

namespace JobScheduler.TestKit;

/// <summary>Programs that tests need, from the system's packages: where this process may install them, and it is a Debian.</summary>
internal static class DebianPackages
{
    /// <exception cref="InvalidOperationException">It cannot be installed here; the message says by whom and how.</exception>
    public static async Task InstallAsync(string package, CancellationToken cancellation)
    {
        try
        {
            await ChildProcess.RunAsync(new("apt-get", ["update", "-q"]), cancellation);
            var ended = await ChildProcess.RunAsync(
                new("apt-get", ["install", "-y", "-q", "--no-install-recommends", package]), cancellation);
            if (ended.Code != 0)
            {
                throw new InvalidOperationException(
                    $"These tests need {package}, and 'apt-get install {package}' failed; run it as root: "
                        + $"{ended.Output}{ended.Errors}");
            }
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"These tests need {package}, which is not installed; install it.", error);
        }
    }
}
