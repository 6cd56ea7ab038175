namespace JobScheduler.TestKit;

/// <summary>The emulator's program.</summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.37.0";

    /// <returns>The script for node.</returns>
    /// <exception cref="InvalidOperationException">npm is missing, or could not install.</exception>
    public static Task<string> EnsureAsync(CancellationToken cancellation) =>
        NpmProgram.EnsureAsync("azurite", Version, "dist/src/azurite.js", cancellation);
}
