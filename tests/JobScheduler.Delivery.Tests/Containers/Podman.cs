using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>A store of images and containers of its own, which leaves nothing behind and needs no network and no service.</summary>
internal sealed class Podman : IAsyncDisposable
{
    /// <summary>Options of what runs in it: without a network, and with limits that need no right to be raised.</summary>
    public static readonly string[] Isolation = ["--network", "none", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jobscheduler-podman-");

    /// <summary>Runs a command of podman to its end.</summary>
    public Task<Ended> TryAsync(CancellationToken cancellation, params IEnumerable<string> arguments) => ChildProcess.RunAsync(
        new(
            "podman",
            [
                "--root", Path.Combine(_folder.FullName, "store"), "--runroot", Path.Combine(_folder.FullName, "run"),
                "--storage-driver", "vfs", "--events-backend", "file", "--cgroup-manager", "cgroupfs", "--runtime", "runc", .. arguments,
            ]),
        cancellation);

    /// <summary>Runs a command of podman that must succeed.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation, params IEnumerable<string> arguments)
    {
        var ended = await TryAsync(cancellation, arguments);
        return ended.Code == 0
            ? ended.Output
            : throw new InvalidOperationException($"podman {string.Join(' ', arguments)}: {ended.Output}{ended.Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await TryAsync(CancellationToken.None, "rm", "--all", "--force", "--time", "0", "--volumes");
        _folder.Delete(recursive: true);
    }
}
