using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests;

/// <summary>Programs of the system that a test needs.</summary>
internal static class Needed
{
    /// <summary>Installs what is missing where that is possible; elsewhere skips the test, and says what to install.</summary>
    public static async Task EnsureAsync(string purpose, params (string Program, string Package)[] programs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), $"{purpose} need Linux.");
        var limit = TestContext.Current.CancellationToken;
        var missing = new List<string>();
        foreach (var (program, package) in programs)
        {
            if (!await Programs.HasAsync(program, limit))
            {
                missing.Add(package);
            }
        }

        if (missing.Count > 0)
        {
            Assert.SkipUnless(
                DebianPackages.CanInstall,
                $"{purpose} need {string.Join(", ", missing)}: install it, or run them as root on a Debian, where they install it.");
            await DebianPackages.InstallAsync(missing, purpose, limit);
        }
    }
}
