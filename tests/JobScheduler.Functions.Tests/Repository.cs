using System.Runtime.CompilerServices;

namespace JobScheduler.Functions.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Here([CallerFilePath] string here = "") => here;
}
