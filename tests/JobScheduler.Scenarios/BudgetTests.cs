using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>The storage calls that things may cost; each budget is a row of the table in DESIGN.</summary>
public sealed class BudgetTests
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(25);

    private readonly World _world = new(new WorldOptions { Shards = 8, Workers = 64, Distance = TimeSpan.FromMilliseconds(10) });
    private readonly Client _client;

    public BudgetTests() => _client = new Client(_world);

    [Fact]
    public void Accept_single_idle_costs_at_most_8_calls() => Measure(8, async () =>
        await _client.UntilEndedAsync(await _client.AcceptAsync(ScriptedHandler.Ok)));

    [Fact]
    public void Accept_1000_singles_from_32_callers_costs_at_most_2_calls_each()
    {
        var left = 1000;
        Measure(2 * left, async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CallAsync()));
            await Oracles.RestAsync(_world, TimeSpan.FromMinutes(10));
        });

        async Task CallAsync()
        {
            while (left-- > 0)
            {
                await _client.AcceptAsync(ScriptedHandler.Ok);
            }
        }
    }

    [Fact]
    public void AcceptMany_1000_costs_at_most_350_calls() => Measure(350, async () =>
    {
        await _client.AcceptManyAsync([.. Enumerable.Range(0, 1000).Select(_ => Client.Request(ScriptedHandler.Ok))]);
        await Oracles.RestAsync(_world, TimeSpan.FromMinutes(10));
    });

    [Theory]
    [InlineData(5)]
    [InlineData(120)]
    public void Retry_of_1000_costs_at_most_300_calls_more(int delay)
    {
        var retry = new RetryPolicy { MaxAttempts = 2, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(delay) };
        // Waiting for the delay costs what being idle costs.
        Measure(350 + 300 + 3 * 8 * (delay / 20 + 1), async () =>
        {
            await _client.AcceptManyAsync(
                [.. Enumerable.Range(0, 1000).Select(_ => Client.Request(ScriptedHandler.Flaky) with { Retry = retry })]);
            await Oracles.RestAsync(_world, TimeSpan.FromMinutes(10));
        });
    }

    [Fact]
    public void Get_costs_1_call()
    {
        var id = "";
        _world.Start();
        _world.Run(async () =>
        {
            await _world.WaitAsync(Settled);
            id = await _client.AcceptAsync(ScriptedHandler.Ok);
            await _client.UntilEndedAsync(id);
            _world.Counter.Clear();
            await _client.GetAsync(id);
        });
        Assert.Equal(1, _world.Counter.Total);
    }

    [Fact]
    public void Idle_costs_at_most_3_table_calls_per_shard_in_20_s()
    {
        _world.Start();
        _world.Run(async () =>
        {
            await _world.WaitAsync(Settled);
            _world.Counter.Clear();
            await _world.WaitAsync(TimeSpan.FromMinutes(10));
        });
        Assert.InRange(_world.Counter.Total, 1, 3 * 8 * 30);
    }

    private void Measure(int budget, Func<Task> work)
    {
        _world.Start();
        _world.Run(async () =>
        {
            await _world.WaitAsync(Settled);
            _world.Counter.Clear();
            await work();
        });
        Assert.True(_world.Counter.Total <= budget, $"{_world.Counter.Total} calls, and the budget is {budget}: {_world.Counter}");
        Oracles.Check(_world, _client.Accepted);
    }
}
