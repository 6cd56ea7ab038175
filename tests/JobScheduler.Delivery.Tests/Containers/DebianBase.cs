using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>
/// A file system for the base image, in place of the one of the registry: a small Debian with what .NET needs, kept between test runs,
/// and the .NET of this machine.
/// </summary>
internal static class DebianBase
{
    // The release decides the names of the packages.
    private const string Release = "bookworm";
    private const string Packages = "ca-certificates,libicu72,libssl3,libstdc++6,zlib1g";
    private const string DotnetFolder = "usr/share/dotnet";

    // What an image does not need; without it half as much is copied for each container.
    private static readonly string[] Superfluous =
        ["./var/cache/apt", "./var/lib/apt/lists", "./usr/share/doc", "./usr/share/locale", "./usr/share/man"];

    /// <summary>Writes it as a tar archive.</summary>
    public static async Task WriteAsync(string archive, CancellationToken cancellation)
    {
        var debian = await CacheFolder.EnsureAsync($"{Release}-for-dotnet-1.tar", path => InstallAsync(path, cancellation), cancellation);
        File.Copy(debian, archive);
        await RunAsync(
            "tar",
            [
                "--append", "--file", archive, "--directory", DotnetInstallation.Root, "--transform", $"s,^,{DotnetFolder}/,",
                .. DotnetInstallation.RuntimeOnly,
            ],
            cancellation);
    }

    private static async Task InstallAsync(string archive, CancellationToken cancellation)
    {
        var folder = $"{archive}.folder";
        CacheFolder.Clear(folder);
        try
        {
            await RunAsync("debootstrap", ["--variant=minbase", $"--include={Packages}", Release, folder], cancellation);
            File.CreateSymbolicLink(Path.Combine(folder, "usr/bin/dotnet"), $"/{DotnetFolder}/dotnet");
            await RunAsync(
                "tar",
                ["--create", "--file", archive, "--directory", folder, .. Superfluous.Select(path => $"--exclude={path}/*"), "."],
                cancellation);
        }
        finally
        {
            CacheFolder.Clear(folder);
        }
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var ended = await ChildProcess.RunAsync(new(program, arguments), cancellation);
        if (ended.Code != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {ended.Output}{ended.Errors}");
        }
    }
}
