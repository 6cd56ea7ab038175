using System.Text.RegularExpressions;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Http;

/// <summary>What bodies take while they are read. With a host of its own, whose budget the tests use up.</summary>
public sealed class BodyMemoryTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Runs = "/api/v1/runs";
    private const string Bulk = "/api/v1/runs/bulk";
    private const string Run = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Json = "Content-Type: application/json";

    /// <summary>What a bulk takes when it is admitted, and its first buffer with what can be made of it.</summary>
    private const long OfBulk = (64 * 1024) + (4096 * (1 + RouteMemory.MadeOfBulk));

    /// <summary>The same of a run.</summary>
    private const long OfRun = (64 * 1024) + (4096 * (1 + RouteMemory.MadeOfBody));

    private MemoryBudget Budget => host.Services.GetRequiredService<MemoryBudget>();

    private Uri Address => host.Client.BaseAddress!;

    [Fact]
    public async Task Length_that_is_only_declared_costs_nothing()
    {
        const int many = 50;
        var connections = new List<RawConnection>();
        for (var i = 0; i < many; i++)
        {
            connections.Add(await RawConnection.OpenAsync(Address));
            await connections[i].SendAsync(RawConnection.Head("POST", Bulk, Json, $"Content-Length: {BodyLimits.Bulk}"));
        }

        await UntilTakenAsync(many * OfBulk);
        connections.ForEach(connection => connection.Reset());
        await UntilTakenAsync(0);
    }

    [Fact]
    public async Task Buffer_is_at_most_twice_what_has_arrived()
    {
        using var connection = await RawConnection.OpenAsync(Address);
        await connection.SendAsync(RawConnection.Head("POST", Bulk, Json, $"Content-Length: {BodyLimits.Bulk}"));
        await connection.SendAsync(new string(' ', 40_000));

        await UntilTakenAsync((64 * 1024) + (65_536 * (1 + RouteMemory.MadeOfBulk)));
        connection.Reset();
        await UntilTakenAsync(0);
    }

    [Fact]
    public async Task Body_that_has_begun_takes_all_that_it_declared()
    {
        using var connection = await RawConnection.OpenAsync(Address);
        await connection.SendAsync(RawConnection.Head("POST", Bulk, Json, $"Content-Length: {BodyLimits.Bulk}"));
        await connection.SendAsync(new string(' ', 300_000));

        await UntilTakenAsync((64 * 1024) + (BodyLimits.Bulk * (1L + RouteMemory.MadeOfBulk)));
        Assert.Equal(Budget.Taken, Budget.TakenOf(MemoryRoom.Large));
        connection.Reset();
        await UntilTakenAsync(0);
    }

    [Fact]
    public async Task Send_while_large_requests_have_their_share_small_ones_are_answered()
    {
        var share = Budget.Within(MemoryRoom.Large);
        Assert.True(Budget.TryTake(share, MemoryRoom.Large));
        try
        {
            Assert.Equal(202, (await host.SendAsync("POST", Runs, Run)).Status);
        }
        finally
        {
            Budget.Return(share, MemoryRoom.Large);
        }
    }

    [Theory]
    [InlineData(202, Run)]
    [InlineData(400, "{")]
    [InlineData(400, "{ \"a\": 1, \"a\": 2 }")]
    [InlineData(400, "{ \"unknown\": 1 }")]
    [InlineData(400, "")]
    [InlineData(413, "[0")]
    [InlineData(422, """{ "target": { "type": "handler", "name": "echo" }, "priority": "low", "labels": { "": "" } }""")]
    public async Task Answer_of_any_kind_gives_back_what_its_body_took(int status, string body)
    {
        var sent = status == 413 ? body + string.Concat(Enumerable.Repeat(",0", 400_000)) : body;
        Assert.Equal(status, (await host.SendAsync("POST", Runs, sent)).Status);
        await UntilTakenAsync(0);
    }

    [Theory]
    [InlineData("zz\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabcdef\r\n0\r\n\r\n")]
    [InlineData("3\nabc\r\n0\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData(" 3\r\nabc\r\n0\r\n\r\n")]
    public async Task Send_chunks_that_are_none_400(string body)
    {
        using var connection = await RawConnection.OpenAsync(Address);
        await connection.SendAsync(RawConnection.Head("POST", Runs, Json, "Transfer-Encoding: chunked") + body);

        IsMalformed(await connection.ReadAsync());
        await UntilTakenAsync(0);
    }

    [Theory]
    [InlineData("Content-Length: 100", "{ \"tar", false)]
    [InlineData("Content-Length: 100", "{ \"tar", true)]
    [InlineData("Transfer-Encoding: chunked", "10\r\n{ \"tar", false)]
    [InlineData("Transfer-Encoding: chunked", "10\r\n{ \"tar", true)]
    [InlineData("Transfer-Encoding: chunked", "", false)]
    public async Task Client_that_leaves_before_its_body_has_arrived_leaves_nothing(string framing, string body, bool reset)
    {
        using var connection = await RawConnection.OpenAsync(Address);
        await connection.SendAsync(RawConnection.Head("POST", Runs, Json, framing) + body);
        await UntilTakenAsync(OfRun);
        if (reset)
        {
            connection.Reset();
        }
        else
        {
            connection.EndSending();
        }

        await UntilTakenAsync(0);
    }

    private static void IsMalformed(string answer)
    {
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Matches(new Regex("^Content-Type: application/problem\\+json", RegexOptions.IgnoreCase | RegexOptions.Multiline), answer);
        Assert.Contains("\"/problems/malformed\"", answer, StringComparison.Ordinal);
    }

    /// <summary>Waits until bodies take so much; the test's own limit ends it.</summary>
    private async Task UntilTakenAsync(long bytes)
    {
        var time = host.Services.GetRequiredService<TimeProvider>();
        while (Budget.Taken != bytes)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, TestContext.Current.CancellationToken);
        }
    }
}
