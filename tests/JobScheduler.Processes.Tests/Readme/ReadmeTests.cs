using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Readme;

/// <summary>Does what the README says, in a shell, and holds what comes out against what the README shows.</summary>
public sealed partial class ReadmeTests
{
    private const string Mark = "@@ end of block";

    [Fact(Timeout = Patience.Hang)]
    public async Task Commands_of_the_README_print_what_it_shows()
    {
        var blocks = Block().Matches(await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken));
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var script = string.Join(
            $"\necho '{Mark}'\n", blocks.Where(block => block.Groups["kind"].Value == "sh").Select(block => block.Groups["text"].Value));
        var address = server.Address.ToString().TrimEnd('/');
        var outputs = (await RunAsync(script.Replace("http://127.0.0.1:8080", address, StringComparison.Ordinal))).Split(Mark);

        var command = -1;
        var compared = 0;
        foreach (Match block in blocks)
        {
            if (block.Groups["kind"].Value == "sh")
            {
                command++;
                continue;
            }

            var printed = outputs[command].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            Compare(JsonNode.Parse(block.Groups["text"].Value), JsonNode.Parse(printed), "$");
            compared++;
        }

        Assert.True(compared >= 5, "the README shows less than it did");
        Assert.Equal(outputs.Length - 1, command);
    }

    /// <summary>What is shown must be there; ids and times differ from run to run, and only their form counts.</summary>
    private static void Compare(JsonNode? shown, JsonNode? printed, string path)
    {
        switch (shown)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Assert.True(
                        printed is JsonObject found && found.ContainsKey(name), $"{path}.{name} is shown and not printed: {printed}");
                    Compare(value, printed[name], $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, Assert.IsType<JsonArray>(printed).Count);
                for (var i = 0; i < items.Count; i++)
                {
                    Compare(items[i], printed[i], $"{path}[{i}]");
                }

                break;
            default:
                Assert.Equal((path, Form(shown)), (path, Form(printed)));
                break;
        }
    }

    private static string Form(JsonNode? value) => Varying().Replace(value?.ToJsonString() ?? "null", "*");

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-c", script]) { Environment = { ["KEY"] = StandaloneProcess.Key } };
        var ended = await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, ended.Errors);
        return ended.Output;
    }

    [GeneratedRegex("^```(?<kind>sh|json)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\d\d-[0-9a-f]{12}-[0-9a-f]{16}|\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Varying();
}
