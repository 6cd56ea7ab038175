namespace JobScheduler.TestKit;

/// <summary>Programs for Node.js from npm packages. Without npm, it and Node.js are installed where that is possible.</summary>
public static class NpmProgram
{
    /// <summary>Installs the package at first use.</summary>
    /// <param name="package">Its name.</param>
    /// <param name="version">Exactly this one.</param>
    /// <param name="script">The path of the script in the package, with slashes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The script, to be run by <c>node</c>.</returns>
    /// <exception cref="InvalidOperationException">npm is missing, or could not install.</exception>
    public static Task<string> EnsureAsync(string package, string version, string script, CancellationToken cancellation) =>
        new CachedProgram(
            $"{package}-{version}",
            Path.Combine(["node_modules", package, .. script.Split('/')]),
            (folder, stopped) => InstallAsync($"{package}@{version}", folder, stopped)).EnsureAsync(cancellation);

    private static async Task<Ended> InstallAsync(string package, string folder, CancellationToken cancellation)
    {
        // Two programs may miss npm at the same time.
        await using (await CacheFolder.LockAsync("npm", cancellation))
        {
            if (!await Programs.HasAsync(Npm, cancellation))
            {
                await DebianPackages.InstallAsync(["npm"], "These tests", cancellation);
            }
        }

        return await ChildProcess.RunAsync(
            new(Npm, ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", package]), cancellation);
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
}
