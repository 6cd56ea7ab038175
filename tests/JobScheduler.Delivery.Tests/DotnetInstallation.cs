using System.Runtime.InteropServices;

namespace JobScheduler.Delivery.Tests;

/// <summary>The installation of .NET that runs the tests.</summary>
internal static class DotnetInstallation
{
    private static readonly DirectoryInfo Runtime = new(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The folder that has the program <c>dotnet</c>: above <c>shared/Microsoft.NETCore.App/10.0.0</c>.</summary>
    public static string Root { get; } = Runtime.Parent!.Parent!.Parent!.FullName;

    /// <summary>The files and folders, relative to the root, that a machine needs to run the program and not to build it.</summary>
    public static IReadOnlyList<string> RuntimeOnly { get; } =
        ["dotnet", "host", $"shared/Microsoft.NETCore.App/{Runtime.Name}", $"shared/Microsoft.AspNetCore.App/{Runtime.Name}"];

    /// <summary>Where packages are that have been restored.</summary>
    public static string Packages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
