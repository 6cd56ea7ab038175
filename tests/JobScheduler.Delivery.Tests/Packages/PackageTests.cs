using System.Diagnostics;
using System.Reflection.Metadata;
using System.Text;
using JobScheduler.Delivery.Tests.Publishing;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PublishedPrograms published)
{
    /// <summary>Of the custom debug information that links sources (Portable PDB specification).</summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Fact(Timeout = Patience.Hang)]
    public async Task Pack_makes_these_packages_and_no_other()
    {
        var packages = await published.PackagesAsync();

        Assert.Equal(
            PackedPackages.Names.SelectMany(name => new[] { $"{name}.0.1.0.nupkg", $"{name}.0.1.0.snupkg" }).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packages.Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Names))]
    public async Task Package_has_program_documentation_page_and_symbols(string name)
    {
        var packages = await published.PackagesAsync();
        using var package = packages.Open(name);
        using var symbols = packages.Open(name, "snupkg");

        Assert.Equal(
            ["README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], package.Files);
        Assert.Equal([$"lib/net10.0/{name}.pdb"], symbols.Files);
        Assert.Equal(Repository.Read($"src/{name}/README.md"), package.Read("README.md"));
        Assert.Equal("MIT", package.Metadata("license"));
        Assert.NotEqual("Package Description", package.Metadata("description"));
        Assert.DoesNotContain(Repository.Root, package.Metadata("repository") ?? "", StringComparison.Ordinal);
        Assert.All(package.Dependencies().Where(IsOurs), dependency => Assert.Contains(dependency, PackedPackages.Names));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Symbols_link_to_the_source_where_the_repository_is_known()
    {
        using var folder = new TestFolder();
        await RunAsync(folder.Path, "git", "clone", "--quiet", Repository.Root, "clone");
        var clone = Path.Combine(folder.Path, "clone");
        await RunAsync(clone, "git", "remote", "set-url", "origin", "https://github.com/someone/jobscheduler.git");
        var commit = (await RunAsync(clone, "git", "rev-parse", "HEAD")).Trim();

        await RunAsync(
            clone, "dotnet", "pack", "src/JobScheduler.Contracts", "-c", "Release", "-o", folder.Path, "--disable-build-servers");

        using var symbols = new PackedPackages(folder.Path).Open("JobScheduler.Contracts", "snupkg");
        var link = SourceLinkOf(symbols.Bytes("lib/net10.0/JobScheduler.Contracts.pdb"));
        Assert.Contains($"https://raw.githubusercontent.com/someone/jobscheduler/{commit}/*", link, StringComparison.Ordinal);
    }

    private static bool IsOurs(string package) => package.StartsWith("JobScheduler.", StringComparison.Ordinal);

    private static string SourceLinkOf(byte[] symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        var reader = provider.GetMetadataReader();
        return reader.CustomDebugInformation
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
            .Single();
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var ended = await ChildProcess.RunAsync(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = folder }, TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        return ended.Output;
    }
}
