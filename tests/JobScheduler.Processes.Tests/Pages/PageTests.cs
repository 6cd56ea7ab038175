using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>Does what pages of the documentation say, and holds what comes out against what they show.</summary>
/// <remarks>
/// Blocks in a language of <see cref="Runners"/> are run, those of one language as one session. A json block shows what the block before it
/// printed last. Pages are written for http://127.0.0.1:8080, and the tests put the address of their server there; a page that starts a
/// server itself writes http://localhost:9090, and gets a free port.
/// </remarks>
public sealed class PageTests
{
    /// <summary>Other words for the languages that are run. A block that has one would be skipped unnoticed.</summary>
    private static readonly string[] OtherWords = ["bash", "shell", "zsh", "pwsh", "ps", "ps1", "rest"];

    private static readonly IBlockRunner[] Runners = [new ShellRunner(), new PowerShellRunner(), new HttpFileRunner()];

    [Theory(Timeout = Patience.Hang)]
    [InlineData("README.md")]
    [InlineData("src/JobScheduler.Api/README.md")]
    public async Task Blocks_of_a_page_print_what_it_shows(string path)
    {
        var page = Page.Read(path);
        Assert.All(page.Blocks, block => Assert.False(OtherWords.Contains(block.Language), $"{block.Place}: write sh, powershell or http"));
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var port = FreePort();
        var printed = new Dictionary<Block, string>();
        foreach (var runner in Runners)
        {
            Block[] blocks = [.. page.Blocks.Where(block => block.Language == runner.Language)];
            if (blocks.Length > 0)
            {
                var outputs = await runner.RunAsync([.. blocks.Select(block => block.For(server.Address, port))], server);
                Assert.Equal(blocks.Length, outputs.Count);
                for (var i = 0; i < blocks.Length; i++)
                {
                    printed.Add(blocks[i], outputs[i]);
                }
            }
        }

        Assert.NotEmpty(page.Shown);
        foreach (var (block, json) in page.Shown)
        {
            Assert.True(printed.TryGetValue(block, out var output), $"{json.Place} shows what no block printed; use jsonc for an example");
            ShownJson.Compare(JsonNode.Parse(json.Text), ShownJson.LastOf(output, json.Place), json.Place);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
