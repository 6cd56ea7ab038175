using System.ComponentModel;

namespace JobScheduler.TestKit;

/// <summary>Programs that tests need, from the system's packages: where this process may install them, and it is a Debian.</summary>
public static class DebianPackages
{
    /// <summary>Whether this process may install any.</summary>
    public static bool CanInstall => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get");

    /// <summary>Installs what is missing; one process at a time.</summary>
    /// <param name="packages">Their names.</param>
    /// <param name="purpose">Who needs them, for messages: "The tests of …".</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It cannot be installed here; the message says by whom and how.</exception>
    public static async Task InstallAsync(IReadOnlyList<string> packages, string purpose, CancellationToken cancellation)
    {
        var names = string.Join(' ', packages);
        try
        {
            await using var one = await CacheFolder.LockAsync("apt", cancellation);
            await ChildProcess.RunAsync(Apt(["update", "-q"]), cancellation);
            var ended = await ChildProcess.RunAsync(Apt(["install", "-y", "-q", "--no-install-recommends", .. packages]), cancellation);
            if (ended.Code != 0)
            {
                throw new InvalidOperationException(
                    $"{purpose} need {names}, and 'apt-get install {names}' failed; run it as root: {ended.Output}{ended.Errors}");
            }
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"{purpose} need {names}: install it.", error);
        }
    }

    private static System.Diagnostics.ProcessStartInfo Apt(string[] arguments) =>
        new("apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
}
