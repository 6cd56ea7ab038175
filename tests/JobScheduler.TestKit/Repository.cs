using System.Reflection;

namespace JobScheduler.TestKit;

/// <summary>The files of the repository, where they were when the tests were built.</summary>
public static class Repository
{
    /// <summary>Its folder.</summary>
    public static readonly string Root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "RepositoryRoot").Value!;

    /// <summary>The full path of a file or folder, given by its path in the repository.</summary>
    public static string PathOf(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The text of a file.</summary>
    public static string Read(params string[] path) => File.ReadAllText(PathOf(path));
}
