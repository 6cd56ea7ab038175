namespace JobScheduler.Benchmarks;

/// <summary>A folder that goes with its scenario.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jobscheduler-bench-").FullName;

    public long Bytes => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
