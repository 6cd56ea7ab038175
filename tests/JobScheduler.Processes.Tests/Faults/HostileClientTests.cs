using System.Net.Sockets;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

/// <summary>Clients that send what is no request, too slowly, or leave; and the limits that hold them off.</summary>
public class HostileClientTests
{
    private const string Rate = "--Kestrel:Limits:MinRequestBodyDataRate";

    [Fact(Timeout = Patience.Hang)]
    public async Task Body_that_comes_too_slowly_is_answered_408_and_one_that_is_no_HTTP_400()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder, $"{Rate}:GracePeriod", "00:00:02");

        using var slow = await RawRequest.BeginAsync(server.Address, "Content-Length: 1000");
        await slow.SendAsync("{ \"target\"");
        using var wrong = await RawRequest.BeginAsync(server.Address, "Transfer-Encoding: chunked");
        await wrong.SendAsync("xyz\r\n");

        IsProblem(await wrong.ReadAsync(), 400, "malformed");
        IsProblem(await slow.ReadAsync(), 408, "too-slow");
        await EndsWithoutErrorsAsync(server);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Client_that_leaves_in_the_middle_of_a_body_is_no_error_of_the_server()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);

        for (var i = 0; i < 20; i++)
        {
            using var request = await RawRequest.BeginAsync(
                server.Address, i % 2 == 0 ? "Content-Length: 1000000" : "Transfer-Encoding: chunked");
            await request.SendAsync(i % 2 == 0 ? "{ \"target\"" : "ff\r\n{ \"target\"");
            if (i % 4 < 2)
            {
                request.Reset();
            }
        }

        await server.Api.GetAsync("/api/v1/runs");
        await EndsWithoutErrorsAsync(server);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Limit_of_the_configuration_replaces_ours()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder, "--Kestrel:Limits:MaxRequestBodySize", "2000");

        using var request = await RawRequest.BeginAsync(server.Address, "Content-Length: 2001");

        IsProblem(await request.ReadAsync(), 413, "too-large");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Connections_beyond_the_limit_are_closed_and_the_others_go_on()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder, "--Kestrel:Limits:MaxConcurrentConnections", "3");

        using var first = await RawRequest.BeginAsync(server.Address, "Transfer-Encoding: chunked");
        using var second = await RawRequest.BeginAsync(server.Address, "Transfer-Encoding: chunked");

        // The connection of the client that waited for the server may count as well.
        var closed = false;
        var others = new List<RawRequest>();
        while (!closed)
        {
            var other = await RawRequest.BeginAsync(server.Address, "Content-Length: 0");
            others.Add(other);
            try
            {
                closed = (await other.ReadAsync()).Length == 0;
            }
            catch (IOException failure) when (failure.InnerException is SocketException)
            {
                closed = true;
            }

            if (!closed)
            {
                others.Add(await RawRequest.BeginAsync(server.Address, "Transfer-Encoding: chunked"));
            }
        }

        others.ForEach(other => other.Dispose());
        await first.SendAsync("2\r\n{}\r\n0\r\n\r\n");
        IsProblem(await first.ReadAsync(), 400, "malformed");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_limits_that_are_none_names_them()
    {
        using var folder = new TestFolder();

        var ended = await StandaloneProcess.RunAsync(
        [
            "--data", folder.Path, "--Kestrel:Limits:MaxConcurentConnections", "5", "--Kestrel:Limits:MaxRequestBodySize", "lots",
        ]);

        Assert.Equal(1, ended.Code);
        Assert.Contains(
            "MaxConcurentConnections is not known; did you mean Kestrel:Limits:MaxConcurrentConnections?",
            ended.Errors,
            StringComparison.Ordinal);
        Assert.Contains("error: Kestrel:Limits: ", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("MaxRequestBodySize", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    private static void IsProblem(string answer, int status, string kind)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"\"/problems/{kind}\"", answer, StringComparison.Ordinal);
    }

    private static async Task EndsWithoutErrorsAsync(StandaloneProcess server)
    {
        var ended = await server.StopAsync();
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("error", ended.Output + ended.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", ended.Output + ended.Errors, StringComparison.Ordinal);
    }
}
