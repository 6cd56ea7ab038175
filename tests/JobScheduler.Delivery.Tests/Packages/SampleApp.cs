using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>An application made from an empty folder by what the page of JobScheduler.Hosting says, and nothing else.</summary>
internal sealed partial class SampleApp(string folder, string page)
{
    private const string Name = "Shop";

    /// <summary>The folder of the application.</summary>
    public string Folder { get; } = Path.Combine(folder, Name);

    /// <summary>The files that the page shows, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } = File().Matches(page)
        .ToDictionary(block => block.Groups["name"].Value, block => block.Groups["text"].Value);

    /// <summary>The commands that make the application, then those that start it.</summary>
    public IReadOnlyList<string> Commands { get; } = [.. Console().Matches(page).Select(block => block.Groups["text"].Value)];

    private string Output => Path.Combine(Folder, "bin", "Release", "net10.0");

    /// <summary>Makes the application and builds it.</summary>
    /// <param name="packages">The packages of the product.</param>
    public async Task BuildAsync(PackedPackages packages)
    {
        // The page's packages lie in a clone beside the application.
        var artifacts = Directory.CreateDirectory(Path.Combine(folder, "jobscheduler", "artifacts"));
        Directory.CreateSymbolicLink(Path.Combine(artifacts.FullName, "packages"), packages.Folder);
        var commands = Commands[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var make = commands.TakeWhile(command => !command.StartsWith("dotnet add", StringComparison.Ordinal));
        await RunAsync(folder, string.Join('\n', make));
        SayWherePackagesComeFrom();
        await RunAsync(Folder, string.Join('\n', commands.Skip(make.Count())));
        foreach (var (name, text) in Files)
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, name), text, TestContext.Current.CancellationToken);
        }

        await RunAsync(Folder, "dotnet build -c Release --disable-build-servers");
    }

    /// <summary>The bytes of an assembly that it was built with.</summary>
    /// <param name="name">Without ending.</param>
    public byte[] Assembly(string name) => System.IO.File.ReadAllBytes(Path.Combine(Output, $"{name}.dll"));

    /// <summary>Starts it as built, on a free port.</summary>
    public ProcessStartInfo Start(string key) =>
        new("dotnet", [Path.Combine(Output, $"{Name}.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Folder,
            Environment = { ["JobScheduler__Access__AdministratorKey"] = key },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    // The product's come from the page's folder alone, whatever has their names elsewhere; everybody else's need no download.
    private void SayWherePackagesComeFrom()
    {
        var others = Path.Combine(folder, "others");
        RestoredPackages.Link(DotnetInstallation.Packages, others);
        var path = Path.Combine(Folder, "nuget.config");
        var config = XDocument.Load(path);
        var sources = config.Root!.Element("packageSources")!.Elements("add").Select(source => source.Attribute("key")!.Value);
        config.Root.Add(
            new XElement(
                "fallbackPackageFolders",
                new XElement("add", new XAttribute("key", "others"), new XAttribute("value", others))),
            new XElement("packageSourceMapping", sources.Select(source => new XElement(
                "packageSource",
                new XAttribute("key", source),
                new XElement("package", new XAttribute("pattern", source == "jobscheduler" ? "JobScheduler.*" : "*"))))));
        config.Save(path);
    }

    private async Task RunAsync(string where, string commands)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-c", commands])
        {
            WorkingDirectory = where,
            Environment = { ["NUGET_PACKAGES"] = Path.Combine(folder, "restored") },
        };
        var ended = await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, $"{commands}\n{ended.Output}{ended.Errors}");
    }

    [GeneratedRegex("^```csharp (?<name>[\\w.]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex File();

    [GeneratedRegex("^```console shop\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();
}
