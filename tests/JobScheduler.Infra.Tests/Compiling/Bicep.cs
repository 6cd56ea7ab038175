using System.Diagnostics;
using System.Reflection;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Compiling;

/// <summary>The Bicep compiler. It restores nothing, so it needs no network.</summary>
internal static class Bicep
{
    /// <summary>Where the files are.</summary>
    public static readonly string Folder = Repository.PathOf("infra");

    public static readonly string Main = Path.Combine(Folder, "main.bicep");

    // Empty on a system that has none.
    private static readonly string Compiler = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "BicepPath").Value?.Replace('\\', Path.DirectorySeparatorChar) ?? "";

    public static bool IsThere => Compiler.Length > 0;

    public static void SkipWithout() => Assert.SkipUnless(IsThere, "There is no package with the Bicep compiler for this system.");

    /// <summary>Skips the test where there is no compiler.</summary>
    public static Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        SkipWithout();
        return ChildProcess.RunAsync(
            new ProcessStartInfo(Compiler, arguments) { WorkingDirectory = Repository.Root }, TestContext.Current.CancellationToken);
    }
}
