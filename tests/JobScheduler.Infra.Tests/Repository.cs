using System.Reflection;

namespace JobScheduler.Infra.Tests;

/// <summary>The files under test, where they were when the tests were built.</summary>
internal static class Repository
{
    public static readonly string Root = Metadata("RepositoryRoot");

    /// <summary>Path of the Bicep compiler; empty on a system that has none.</summary>
    public static readonly string BicepPath = Metadata("BicepPath").Replace('\\', Path.DirectorySeparatorChar);

    public static string Infra => Path.Combine(Root, "infra");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == key).Value ?? "";
}
