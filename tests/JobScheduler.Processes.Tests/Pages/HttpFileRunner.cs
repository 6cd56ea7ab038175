using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>
/// Blocks in the form of .http files, with the key in the variable @key. Each request is sent alone, after the runs before it have ended,
/// as a reader sends the next one after reading an answer. So requests may use variables of the file (<c>@name = value</c>), but
/// not each other's answers, for which every editor has a syntax of its own.
/// </summary>
internal sealed partial class HttpFileRunner : IBlockRunner
{
    private const string Version = "6.16.7";

    public string Language => "http";

    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> blocks, StandaloneProcess server)
    {
        var program = await NpmProgram.EnsureAsync("httpyac", Version, "bin/httpyac.js", TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        var variables = "";
        var printed = new List<string>();
        foreach (var block in blocks)
        {
            var answer = (Status: 0, Body: "");
            foreach (var part in Separator().Split(block))
            {
                variables += string.Concat(Variable().Matches(part).Select(line => $"{line.Value}\n"));
                if (RequestLine().IsMatch(part))
                {
                    // What is not looked at must have gone well.
                    Assert.True(answer.Status < 400, $"a request was refused: {answer.Body}");
                    await EndAsync(server.Api);
                    var file = Path.Combine(folder.Path, "page.http");
                    var text = $"{Key().Replace(variables, $"@key = {StandaloneProcess.Key}")}\n{Variable().Replace(part, "").Trim()}\n";
                    await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
                    answer = await SendAsync(program, file);
                }
            }

            printed.Add(answer.Body);
        }

        return printed;
    }

    private static async Task EndAsync(ApiTalk api)
    {
        while ((await api.GetAsync(IBlockRunner.Unended))["items"]!.AsArray() is { Count: > 0 } runs)
        {
            foreach (var run in runs)
            {
                await api.EndOfAsync(run!.Text("id")!);
            }
        }
    }

    private static async Task<(int Status, string Body)> SendAsync(string program, string file)
    {
        // It finds files below its working directory only.
        var ended = await ChildProcess.RunAsync(
            new("node", [program, "send", Path.GetFileName(file), "--all", "--json"]) { WorkingDirectory = Path.GetDirectoryName(file) },
            TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, $"httpyac ended with {ended.Code}: {ended.Errors}\n{ended.Output}");
        var answer = Assert.Single(JsonNode.Parse(ended.Output)!["requests"]!.AsArray())!["response"];
        Assert.True(answer is not null, $"httpyac sent nothing: {ended.Output}");
        return (answer["statusCode"]!.GetValue<int>(), answer["body"]?.GetValue<string>() ?? "");
    }

    [GeneratedRegex("^###.*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@\w+ *=.*$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("^@key *=.*$", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex("^(GET|HEAD|POST|PUT|PATCH|DELETE) ", RegexOptions.Multiline)]
    private static partial Regex RequestLine();
}
