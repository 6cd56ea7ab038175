using System.Text;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>A running container of the image. It has no network, so it is talked to from inside.</summary>
internal sealed class Container : IAsyncDisposable
{
    private const string Talk = """exec 3<>/dev/tcp/127.0.0.1/8080 && printf %s "$1" >&3 && cat <&3""";

    // The tests' own end may be a kill, and then nobody else would stop it.
    private const int LifeSeconds = 600;

    // Above the default grace period of 20 s.
    private const int StopSeconds = 60;

    private readonly Podman _podman;
    private readonly string _id;

    private Container(Podman podman, string id) => (_podman, _id) = (podman, id);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    public static async Task<Container> StartAsync(Podman podman, string image, string volume, IEnumerable<string> options)
    {
        var id = await podman.RunAsync(
            Limit,
            [
                "run", "--detach", .. Podman.Isolation, "--timeout", $"{LifeSeconds}", "--volume", $"{volume}:/data",
                "--read-only", "--read-only-tmpfs=false", "--cap-drop", "all", "--security-opt", "no-new-privileges",
                "--env", $"Access__AdministratorKey={StandaloneProcess.Key}", .. options, image,
            ]);
        var container = new Container(podman, id.Trim());
        while ((await podman.TryAsync(Limit, "healthcheck", "run", container._id)).Code != 0)
        {
            Assert.True(await container.StateAsync("Running") == "true", await container.LogAsync());
        }

        return container;
    }

    /// <summary>Runs a command inside.</summary>
    public Task<Ended> ExecuteAsync(params string[] command) => _podman.TryAsync(Limit, ["exec", _id, .. command]);

    /// <summary>Asks the server, and expects to be answered well.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, string? json = null)
    {
        // The old version of the protocol, which ends an answer by closing.
        var request = new StringBuilder($"{method} {path} HTTP/1.0\r\nHost: localhost\r\nX-Api-Key: {StandaloneProcess.Key}\r\n");
        if (json is not null)
        {
            request.Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n");
        }

        var ended = await ExecuteAsync("bash", "-c", Talk, "talk", $"{request}\r\n{json}");
        var parts = ended.Output.Split("\r\n\r\n", 2);
        Assert.True(parts is [var head, _] && head.Split(' ')[1].StartsWith('2'), ended.Output + ended.Errors);
        return JsonNode.Parse(parts[1])!;
    }

    /// <summary>What it has printed.</summary>
    public Task<string> LogAsync() => _podman.RunAsync(Limit, "logs", _id);

    /// <summary>Asks it to stop, and waits.</summary>
    /// <returns>The exit code; 137 when it had to be killed.</returns>
    public async Task<int> StopAsync()
    {
        await _podman.RunAsync(Limit, "stop", "--time", $"{StopSeconds}", _id);
        return int.Parse(await StateAsync("ExitCode"));
    }

    public async ValueTask DisposeAsync() =>
        await _podman.TryAsync(CancellationToken.None, "rm", "--force", "--time", "0", _id);

    private async Task<string> StateAsync(string member) =>
        (await _podman.RunAsync(Limit, "inspect", "--format", $"{{{{.State.{member}}}}}", _id)).Trim();
}
