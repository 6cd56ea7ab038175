namespace JobScheduler.Processes.Tests.Server;

/// <summary>A folder for the data of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jobscheduler-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
