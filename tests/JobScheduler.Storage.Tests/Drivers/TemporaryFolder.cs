namespace JobScheduler.Storage.Tests;

/// <summary>A path under the system's temporary folder at which nothing is yet, removed with all that came to lie there.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("jobscheduler-");

    public string Path => System.IO.Path.Combine(_parent.FullName, "data");

    public void Dispose() => _parent.Delete(recursive: true);
}
