namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>
/// Packages that have been restored on this machine, for builds that are not to download them again: everybody's but the product's.
/// NuGet takes what it finds there by name and version, and of the product's packages a version says nothing: it has stayed the same since
/// they were last changed.
/// </summary>
internal static class RestoredPackages
{
    private const string Ours = "jobscheduler.";

    /// <summary>Links them into a new folder.</summary>
    /// <param name="packages">The folder that has them, one folder for each.</param>
    /// <param name="folder">The new folder.</param>
    public static void Link(string packages, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var package in Directory.EnumerateDirectories(packages))
        {
            var name = Path.GetFileName(package);
            if (!name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(folder, name), package);
            }
        }
    }
}
