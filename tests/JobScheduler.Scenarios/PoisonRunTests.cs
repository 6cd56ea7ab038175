using JobScheduler.Scenarios.Simulation;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios;

/// <summary>A run whose end storage does not take: the others of its message end as they did (G8), and so does it.</summary>
public sealed class PoisonRunTests
{
    private const int Runs = 30;

    /// <summary>The text is in the attempt, in the run and in the dead letter.</summary>
    [Fact]
    public void End_with_texts_that_storage_does_not_take_is_written_without_them()
    {
        var world = Live("attempt 1 of 7");
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(1, run.Attempt));
        var poisoned = Assert.Single(world.Watched.Runs.Values, run => run.State == RunState.Failed);
        Assert.Equal(new AttemptError("flaky", "its message could not be stored"), poisoned.End!.Error);
        Assert.Equal(1, world.Memory.Rows("00").Count(row => row.Key.StartsWith("D~", StringComparison.Ordinal)));
    }

    /// <summary>Then nobody can end it so; the clock counts its attempts as lost.</summary>
    [Fact]
    public void End_that_storage_does_not_take_at_all_is_the_clocks()
    {
        var world = Live("""
            "type":"flaky"
            """);
        var poisoned = Assert.Single(world.Watched.Runs.Values, run => run.State == RunState.Failed);
        Assert.Equal("lost", poisoned.Reason);
        Assert.All(world.Watched.Runs.Values.Where(run => run.Id != poisoned.Id), run => Assert.Equal(1, run.Attempt));
    }

    private static World Live(string refused)
    {
        var world = new World();
        world.Watched.Refuses = operation => operation.Columns.Any(column =>
            column.Value.Kind == ColumnKind.Text && column.Value.Text.Contains(refused, StringComparison.Ordinal));
        var client = new Client(world);
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await client.AcceptManyAsync([.. Enumerable.Range(0, Runs).Select(i =>
                Client.Request(i == Runs / 2 ? ScriptedHandler.Flaky : ScriptedHandler.Ok, times: 7) with
                {
                    Retry = new RetryPolicy { MaxAttempts = 1 },
                })]);
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(30));
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(Runs, world.Watched.Runs.Count);
        Assert.Equal(Runs - 1, world.Watched.Runs.Values.Count(run => run.State == RunState.Succeeded));
        return world;
    }
}
