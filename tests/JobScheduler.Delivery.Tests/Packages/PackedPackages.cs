using System.IO.Compression;
using System.Xml.Linq;

namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>A folder of packages, as <c>dotnet pack</c> makes it.</summary>
public sealed record PackedPackages(string Folder)
{
    /// <summary>Each package of the product.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "JobScheduler.Api", "JobScheduler.Client", "JobScheduler.Contracts", "JobScheduler.Core", "JobScheduler.Hosting",
        "JobScheduler.Storage.Azure", "JobScheduler.Storage.Sqlite",
    ];

    /// <summary>What is in a package.</summary>
    /// <param name="name">Without version.</param>
    public Package Open(string name) => new(ZipFile.OpenRead(Directory.GetFiles(Folder, $"{name}.?.*.nupkg").Single()));

    /// <summary>The bytes of the assembly in a package.</summary>
    /// <param name="name">Without version.</param>
    public byte[] Assembly(string name)
    {
        using var package = Open(name);
        return package.Bytes($"lib/net10.0/{name}.dll");
    }
}

/// <summary>One package.</summary>
public sealed class Package(ZipArchive archive) : IDisposable
{
    /// <summary>The files of people's interest, without what the format itself needs.</summary>
    public IReadOnlyList<string> Files { get; } =
    [
        .. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml"
                && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A member of its description; null if it has none.</summary>
    public string? Metadata(string name) => Specification().Descendants().FirstOrDefault(node => node.Name.LocalName == name)?.Value;

    /// <summary>The packages that it needs.</summary>
    public IReadOnlyList<string> Dependencies() =>
        [.. Specification().Descendants().Where(node => node.Name.LocalName == "dependency").Select(node => node.Attribute("id")!.Value)];

    /// <summary>The text of a file.</summary>
    public string Read(string file)
    {
        using var reader = new StreamReader(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] Bytes(string file)
    {
        using var stream = archive.GetEntry(file)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    public void Dispose() => archive.Dispose();

    private XDocument Specification()
    {
        using var stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
