namespace JobScheduler.Infra.Tests.Compiling;

/// <summary>The Bicep compiler. It restores nothing, so it needs no network.</summary>
internal static class Bicep
{
    public static readonly string Main = Path.Combine(Repository.Infra, "main.bicep");

    public static bool IsThere => Repository.BicepPath.Length > 0;

    public static void SkipWithout() => Assert.SkipUnless(IsThere, "There is no package with the Bicep compiler for this system.");

    /// <summary>Skips the test where there is no compiler.</summary>
    public static Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        SkipWithout();
        return CommandLine.RunAsync(Repository.BicepPath, arguments);
    }
}
