using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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
            PackedPackages.Names.Select(name => $"{name}.0.1.0.nupkg"),
            Directory.EnumerateFiles(packages.Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Names))]
    public async Task Package_has_program_documentation_page_and_symbols(string name)
    {
        var packages = await published.PackagesAsync();
        using var package = packages.Open(name);

        Assert.Equal(
            ["README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], package.Files);
        Assert.NotEmpty(Documents(package.Bytes($"lib/net10.0/{name}.dll")));
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

        using var package = new PackedPackages(folder.Path).Open("JobScheduler.Contracts");
        var link = Symbols(package.Bytes("lib/net10.0/JobScheduler.Contracts.dll"), SourceLinkOf);
        Assert.Contains($"https://raw.githubusercontent.com/someone/jobscheduler/{commit}/*", link, StringComparison.Ordinal);
    }

    private static bool IsOurs(string package) => package.StartsWith("JobScheduler.", StringComparison.Ordinal);

    private static List<string> Documents(byte[] assembly) => Symbols(assembly, reader =>
        reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList());

    private static string SourceLinkOf(MetadataReader reader) => reader.CustomDebugInformation
        .Select(reader.GetCustomDebugInformation)
        .Where(information => reader.GetGuid(information.Kind) == SourceLink)
        .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
        .Single();

    private static T Symbols<T>(byte[] assembly, Func<MetadataReader, T> read)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        var entry = file.ReadDebugDirectory().Single(one => one.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        return read(symbols.GetMetadataReader());
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var ended = await ChildProcess.RunAsync(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = folder }, TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        return ended.Output;
    }
}
