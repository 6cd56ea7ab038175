using System.Diagnostics;
using JobScheduler.Delivery.Tests.Packages;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Publishing;

/// <summary>
/// What is delivered, made once for all tests by the documented commands: the program and the packages. What the build makes on the way is
/// kept in <c>artifacts/</c>, away from the folders of the build that the tests themselves come from.
/// </summary>
public sealed class PublishedPrograms : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("jobscheduler-published-");
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lazy<Task<PublishedProgram>> _folder;
    private readonly Lazy<Task<PublishedProgram>> _oneFile;
    private readonly Lazy<Task<PackedPackages>> _packages;

    public PublishedPrograms()
    {
        _folder = new(() => PublishAsync("folder"));
        _oneFile = new(() => PublishAsync("one-file", "-p:PublishSingleFile=true", "--self-contained", "--use-current-runtime"));
        _packages = new(PackAsync);
    }

    /// <summary>A folder that needs the .NET runtime on its machine.</summary>
    public Task<PublishedProgram> FolderAsync() => _folder.Value;

    /// <summary>One file that needs none.</summary>
    public Task<PublishedProgram> OneFileAsync() => _oneFile.Value;

    /// <summary>The packages.</summary>
    public Task<PackedPackages> PackagesAsync() => _packages.Value;

    public void Dispose()
    {
        _parent.Delete(recursive: true);
        _gate.Dispose();
    }

    private async Task<PublishedProgram> PublishAsync(string name, params string[] options)
    {
        var folder = Path.Combine(_parent.FullName, name);
        await RunAsync(["publish", "src/JobScheduler.Standalone", "-c", "Release", .. options, "-o", folder]);
        return new(folder);
    }

    private async Task<PackedPackages> PackAsync()
    {
        var folder = Path.Combine(_parent.FullName, "packages");
        await RunAsync(["pack", "-c", "Release", "-o", folder]);
        return new(folder);
    }

    // Not ended by the time-out of the test that happens to be the first: the others wait for it too.
    private async Task RunAsync(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                .. command, "--artifacts-path", Repository.PathOf("artifacts", "delivery-tests"),

                // The build of the tests has analyzed the same code.
                "-p:RunAnalyzers=false",

                // A server of the build would keep the output open, and the test would wait for it.
                "--disable-build-servers",
            ])
        {
            WorkingDirectory = Repository.Root,
        };
        await _gate.WaitAsync();
        try
        {
            var ended = await ChildProcess.RunAsync(start, CancellationToken.None);
            Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>A folder with the program.</summary>
public sealed record PublishedProgram(string Folder)
{
    /// <summary>The program itself.</summary>
    public string Program => Path.Combine(Folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);

    /// <summary>The names in the folder that are files, without path.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file));

    public const string Name = "JobScheduler.Standalone";
}
