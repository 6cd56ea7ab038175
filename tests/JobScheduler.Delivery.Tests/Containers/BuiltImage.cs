using System.Text.Json.Nodes;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>
/// The image of the repository's Containerfile, built once for all tests, without a registry and without a network: both stages begin
/// from a Debian with this machine's .NET, and the one that builds sees the SDK and the restored packages of this machine as volumes.
/// </summary>
public sealed class BuiltImage : IAsyncDisposable
{
    /// <summary>The Containerfile, from the top folder of the repository.</summary>
    /// <summary>Of the user that the build stage runs as, in the container.</summary>
    private const string HomeInBuild = "/root";

    public const string Containerfile = "src/JobScheduler.Standalone/Containerfile";

    private const string Image = "localhost/jobscheduler";
    private const string BaseImage = "localhost/dotnet";
    private const string Purpose = "The tests of the container image";

    private readonly Podman _podman = new();
    private readonly Lazy<Task> _built;

    public BuiltImage() => _built = new(BuildOnceAsync);

    /// <summary>What the image says of itself.</summary>
    public async Task<JsonNode> ConfigurationAsync()
    {
        await BuildAsync();
        var text = await _podman.RunAsync(TestContext.Current.CancellationToken, "image", "inspect", Image);
        return JsonNode.Parse(text)![0]!["Config"]!;
    }

    /// <summary>Makes a volume for data.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> VolumeAsync()
    {
        await BuildAsync();
        return (await _podman.RunAsync(TestContext.Current.CancellationToken, "volume", "create")).Trim();
    }

    /// <summary>Starts a container with the least that it can have, and waits until the health check of the image succeeds.</summary>
    internal async Task<Container> StartAsync(string volume, params IEnumerable<string> options)
    {
        await BuildAsync();
        return await Container.StartAsync(_podman, Image, volume, options);
    }

    public ValueTask DisposeAsync() => _podman.DisposeAsync();

    private async Task BuildAsync()
    {
        await Needed.EnsureAsync(Purpose, ("podman", "podman"), ("runc", "runc"), ("debootstrap", "debootstrap"));
        Assert.SkipUnless(Environment.IsPrivilegedProcess, $"{Purpose} make a file system, which only root can: run them as root.");
        await _built.Value;
    }

    // Not ended by the time-out of the test that happens to be the first: the others wait for it too.
    private async Task BuildOnceAsync()
    {
        var cancellation = CancellationToken.None;
        var folder = Directory.CreateTempSubdirectory("jobscheduler-base-");
        try
        {
            var archive = Path.Combine(folder.FullName, "base.tar");
            await DebianBase.WriteAsync(archive, cancellation);
            await _podman.RunAsync(cancellation, "import", archive, BaseImage);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // The form docker, because the other one has no health checks. One layer per stage: with this storage each is a copy.
        await _podman.RunAsync(
            cancellation,
            [
                "build", "--format", "docker", "--layers=false", .. Podman.Isolation,
                "--volume", $"{DotnetInstallation.Root}:/usr/share/dotnet:ro",
                "--volume", $"{DotnetInstallation.Packages}:{HomeInBuild}/.nuget/packages:ro",
                "--build-arg", $"SDK_IMAGE={BaseImage}", "--build-arg", $"RUNTIME_IMAGE={BaseImage}",
                "--file", Repository.PathOf(Containerfile), "--tag", Image, Repository.Root,
            ]);
    }
}
