using System.Text.Json.Nodes;
using System.Xml.Linq;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>The Containerfile, and what the image says of itself.</summary>
public sealed class ImageTests(BuiltImage image)
{
    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Containerfile_has_no_fault()
    {
        await Needed.EnsureAsync("The tests of the container image", ("npm", "npm"));
        var linter = await NpmProgram.EnsureAsync("dockerfile-utils", "0.16.3", "bin/dockerfile-utils", Limit);

        var ended = await ChildProcess.RunAsync(new("node", [linter, "lint", Repository.PathOf(BuiltImage.Containerfile)]), Limit);

        Assert.Equal((0, "", ""), (ended.Code, ended.Output, ended.Errors));
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Image_says_what_it_is_and_how_to_run_it()
    {
        var configuration = await image.ConfigurationAsync();

        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        var labels = configuration["Labels"]!;
        Assert.Equal("JobScheduler", (string?)labels["org.opencontainers.image.title"]);
        Assert.Equal("MIT", (string?)labels["org.opencontainers.image.licenses"]);
        Assert.Equal(version, (string?)labels["org.opencontainers.image.version"]);
        Assert.Equal("1654:1654", configuration.Text("User"));
        Assert.Equal("SIGTERM", configuration.Text("StopSignal"));
        Assert.Equal(["/data"], Names(configuration["Volumes"]));
        Assert.Equal(["8080/tcp"], Names(configuration["ExposedPorts"]));
    }

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(member => member.Key);
}
