using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;

namespace JobScheduler.Scenarios.Bulkheads;

/// <summary>Targets that hang, or a tenant that floods, hold up nobody else.</summary>
public sealed class BulkheadTests
{
    private const string Other = "other";

    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Where the host looks at a queue every 2.5 s.</summary>
    private static readonly TimeSpan Polled = TimeSpan.FromSeconds(3);

    private readonly List<(string What, TimeSpan Most, string Run)> _probes = [];

    [Theory]
    [InlineData(500, 1)]
    [InlineData(500, 8)]
    [InlineData(10_000, 1)]
    public void Hanging_host_holds_up_neither_high_nor_handlers_nor_other_hosts(int calls, int shards)
    {
        var world = new World(new WorldOptions { Shards = shards });
        var client = new Client(world);
        Play(world, async () =>
        {
            await FloodAsync(client, calls, _ => ScriptedCalls.To(ScriptedCalls.Hanging));
            foreach (var wait in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(70) })
            {
                await world.WaitAsync(wait);
                await ProbeAsync(world, client, Client.Tenant);
            }
        });
        Assert.InRange(world.Journal.Executions.Count, 128, 256);
    }

    [Fact]
    public void Tenant_whose_calls_hang_at_many_hosts_holds_up_no_other_tenant()
    {
        var world = new World();
        var client = new Client(world);
        Play(world, async () =>
        {
            await FloodAsync(client, 10_000, i => ScriptedCalls.To($"h{i % 40}.{ScriptedCalls.Hanging}"));
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            await ProbeAsync(world, client, Other);
        });
    }

    [Fact]
    public void Tenant_with_10000_runs_holds_up_no_other_tenant()
    {
        var world = new World();
        var client = new Client(world);
        Play(world, async () =>
        {
            await FloodAsync(client, 10_000, _ => Client.Request(ScriptedHandler.Ok, seconds: 0.5));
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            await ProbeAsync(world, client, Other);
        });
    }

    /// <summary>Each in a message of its own, as most runs are where few are submitted at once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hanging_host_holds_up_no_others_where_a_host_hands_messages_over(bool alone)
    {
        var world = new World(new WorldOptions { IsTriggered = true });
        var client = new Client(world);
        Play(world, async () =>
        {
            if (alone)
            {
                for (var i = 0; i < 500; i++)
                {
                    await client.AcceptAsync(ScriptedCalls.To(ScriptedCalls.Hanging));
                }
            }
            else
            {
                await FloodAsync(client, 500, _ => ScriptedCalls.To(ScriptedCalls.Hanging));
            }

            foreach (var wait in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(40) })
            {
                await world.WaitAsync(wait);
                await ProbeAsync(world, client, Client.Tenant, within: Polled);
            }
        });
    }

    [Fact]
    public void Run_in_a_queue_says_that_its_places_are_taken()
    {
        var world = new World();
        var client = new Client(world);
        IReadOnlyList<string> runs = [];
        WhyWaiting? why = null;
        Play(world, async () =>
        {
            runs = await client.AcceptManyAsync([.. Enumerable.Repeat(ScriptedCalls.To(ScriptedCalls.Hanging), 500)]);
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            var waiting = runs.First(run => world.Journal.CountOf(run) == 0);
            why = await client.AskAsync<RunReader, WhyWaiting>(
                reader => reader.WhyAsync(Client.Tenant, waiting, CancellationToken.None));
        });
        var blocker = Assert.Single(why!.Blockers);
        Assert.Equal(BlockerKind.Backlog, blocker.Kind);
        Assert.Contains($"for host '{ScriptedCalls.Hanging}'", blocker.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Hanging_handlers_hold_up_neither_calls_nor_high()
    {
        var world = new World();
        var client = new Client(world);
        Play(world, async () =>
        {
            await FloodAsync(client, 100, _ => Client.Request(ScriptedHandler.Hang));
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            await ProbeAsync(world, client, Client.Tenant, normalHandlers: false);
        });
    }

    [Fact]
    public void Hanging_calls_of_high_hold_up_neither_handlers_nor_other_hosts()
    {
        var world = new World();
        var client = new Client(world);
        Play(world, async () =>
        {
            await FloodAsync(client, 500, _ => ScriptedCalls.To(ScriptedCalls.Hanging, Priority.High));
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            await ProbeAsync(world, client, Client.Tenant);
        });
    }

    private static async Task FloodAsync(Client client, int count, Func<int, RunRequest> request)
    {
        for (var first = 0; first < count; first += 1000)
        {
            await client.AcceptManyAsync([.. Enumerable.Range(first, Math.Min(1000, count - first)).Select(request)]);
        }
    }

    /// <summary>One of each kind, one after the other.</summary>
    private async Task ProbeAsync(
        World world, Client client, string tenant, bool normalHandlers = true, TimeSpan? within = null)
    {
        var high = Client.Request(ScriptedHandler.Ok) with { Priority = Priority.High };
        List<(string What, TimeSpan Most, RunRequest Request)> kinds = [("a high echo", within ?? AtOnce, high)];
        if (normalHandlers)
        {
            kinds.Add(("a normal handler", within ?? Second, Client.Request(ScriptedHandler.Ok)));
        }

        kinds.Add(("a high call", within ?? AtOnce, ScriptedCalls.To("api.example.org", Priority.High)));
        kinds.Add(("a normal call", within ?? Second, ScriptedCalls.To("api.example.org")));

        foreach (var (what, most, request) in kinds)
        {
            _probes.Add((what, most, await client.AcceptAsync(request, tenant)));
            await world.WaitAsync(TimeSpan.FromSeconds(2));
        }
    }

    private void Play(World world, Func<Task> script)
    {
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            await script();
        });
        var late = _probes.Select(probe => (probe.What, probe.Most, Delay: DelayOf(world, probe.Run))).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join('\n', late)}\n{world.Counter}");
        Assert.True(late.TrueForAll(probe => probe.Delay <= probe.Most), string.Join('\n', late));
    }

    private static TimeSpan DelayOf(World world, string run) =>
        world.Journal.Executions.FirstOrDefault(execution => execution.Run == run) is { } execution
            ? execution.At - world.Watched.Runs[Keys.Run(run)].Spec.CreatedAt
            : TimeSpan.MaxValue;
}
