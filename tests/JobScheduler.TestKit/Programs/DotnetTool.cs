namespace JobScheduler.TestKit;

/// <summary>Programs from NuGet packages that are tools of the .NET SDK.</summary>
public static class DotnetTool
{
    /// <summary>Installs the package at first use.</summary>
    /// <param name="package">Its id.</param>
    /// <param name="version">Exactly this one.</param>
    /// <param name="command">The command that it brings.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The program to run.</returns>
    /// <exception cref="InvalidOperationException">It could not be installed.</exception>
    public static Task<string> EnsureAsync(string package, string version, string command, CancellationToken cancellation) =>
        new CachedProgram(
            $"{package.ToLowerInvariant()}-{version}",
            OperatingSystem.IsWindows() ? $"{command}.exe" : command,
            (folder, stopped) => ChildProcess.RunAsync(
                new("dotnet", ["tool", "install", package, "--version", version, "--tool-path", folder]), stopped))
            .EnsureAsync(cancellation);
}
