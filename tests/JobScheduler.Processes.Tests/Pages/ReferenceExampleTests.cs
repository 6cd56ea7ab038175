using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>
/// The examples of the reference page, as the curl commands that it offers to copy: made by the page's own script, run by a shell.
/// </summary>
public sealed class ReferenceExampleTests
{
    /// <summary>Nothing runs on an empty server that is completed through the API; and its operations end within moments.</summary>
    private static readonly Dictionary<string, int[]> Exceptions = new()
    {
        ["reportHeartbeat"] = [409],
        ["reportLog"] = [409],
        ["completeRun"] = [409],
        ["cancelOperation"] = [200, 409],
    };

    /// <summary>Runs the command of each example, in order, and keeps what later ones need of the answers.</summary>
    private const string All =
        """
        const requests = require(process.argv[1]);
        const spec = JSON.parse(require("fs").readFileSync(process.argv[2]));
        const linked = {};
        for (const { verb, path, operation } of requests.operationsOf(spec)) {
          const value = parameter => requests.exampleOf(operation, parameter, linked);
          const request = requests.requestOf(verb, path, operation, value, requests.exampleBodyOf(operation));
          const command = requests.curlOf(process.argv[3], request, requests.isOpen(operation) ? null : undefined);
          const output = require("child_process").execFileSync("sh", ["-euc", `${command} -w '\\n%{http_code}'`], { encoding: "utf8" });
          const end = output.lastIndexOf("\n");
          const [text, status] = [output.slice(0, end), output.slice(end + 1)];
          if (text) try { Object.assign(linked, requests.linksOf(operation, status, JSON.parse(text))); } catch { }
          console.log(JSON.stringify({ name: operation.operationId, status: Number(status), command, text: text.slice(0, 1000) }));
        }
        """;

    /// <summary>Prints the command of a request with a header and a body, and one with a key.</summary>
    private const string One =
        """
        const requests = require(process.argv[1]);
        const [origin, path, header, body, key] = process.argv.slice(2);
        const headers = [["Idempotency-Key", header], ["Content-Type", "application/json"]];
        console.log(requests.curlOf(origin, { method: "POST", path, headers, body }, key || undefined));
        """;

    [Fact(Timeout = Patience.Hang)]
    public async Task Every_example_works_in_order_on_an_empty_server()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);

        var output = await NodeAsync(
            All, Repository.PathOf("src", "JobScheduler.Api", "openapi.json"), server.Address.GetLeftPart(UriPartial.Authority));

        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.True(answers.Count > 50, output);
        foreach (var answer in answers)
        {
            var status = answer["status"]!.GetValue<int>();
            var isRight = Exceptions.TryGetValue(answer["name"]!.GetValue<string>(), out var allowed)
                ? allowed.Contains(status)
                : status is >= 200 and < 300;
            Assert.True(isRight, $"{status} {answer["text"]}\n{answer["command"]}");
            Assert.DoesNotContain(":?}", answer["command"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Command_sends_any_body_as_it_is()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var origin = server.Address.GetLeftPart(UriPartial.Authority);
        foreach (var (text, header) in new[]
        {
            ("it's \"here\"", "a'b"),
            ("$KEY `id` $(id) \\ \\n ! # ; & | > *", "$KEY"),
            ("two\nlines, a tab\tand ü…", "`id`"),
            ("@/etc/passwd", "@x"),
        })
        {
            var input = JsonSerializer.Serialize(text);
            var body = $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{input}} }""";

            var command = await NodeAsync(One, origin, "/api/v1/runs", header, body, "");
            var made = JsonNode.Parse(await ShellAsync(command))!;
            var again = JsonNode.Parse(
                await ShellAsync(await NodeAsync(One, origin, "/api/v1/runs", header, body, StandaloneProcess.Key)))!;

            Assert.Equal(text, made["input"]!.GetValue<string>());
            Assert.Equal(made["id"]!.GetValue<string>(), again["id"]!.GetValue<string>());
        }
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Missing_part_of_a_path_is_a_variable_that_the_shell_asks_for()
    {
        var command = await NodeAsync(One, "http://127.0.0.1:9", "/api/v1/runs/{runId}/cancel", "a", "{}", "");

        var ended = await ChildProcess.RunAsync(Shell(command), TestContext.Current.CancellationToken);

        Assert.NotEqual(0, ended.Code);
        Assert.Contains("RUN_ID", ended.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> NodeAsync(string script, params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (!await Programs.HasAsync("node", cancellation))
        {
            await DebianPackages.InstallAsync(["nodejs"], "The tests of the reference page", cancellation);
        }

        var requests = Repository.PathOf("src", "JobScheduler.Api", "Reference", "requests.js");
        var start = new ProcessStartInfo("node", ["-e", script, requests, .. arguments])
        {
            Environment = { ["KEY"] = StandaloneProcess.Key },
            StandardOutputEncoding = Encoding.UTF8,
        };
        var ended = await ChildProcess.RunAsync(start, cancellation);
        Assert.True(ended.Code == 0, ended.Errors + ended.Output);
        return ended.Output;
    }

    private static async Task<string> ShellAsync(string command)
    {
        var ended = await ChildProcess.RunAsync(Shell(command), TestContext.Current.CancellationToken);
        Assert.True(ended.Code == 0, ended.Errors);
        return ended.Output;
    }

    private static ProcessStartInfo Shell(string command) =>
        new("sh", ["-euc", command]) { Environment = { ["KEY"] = StandaloneProcess.Key }, StandardOutputEncoding = Encoding.UTF8 };
}
