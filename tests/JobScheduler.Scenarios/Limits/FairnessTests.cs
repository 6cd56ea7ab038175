using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Limits;

/// <summary>Turns over the values of a key inside one job: GATES, interleaving 11.</summary>
public sealed class FairnessTests
{
    private const int Flood = 3000;

    [Fact]
    public void Customer_with_very_many_runs_does_not_hold_up_another_one() =>
        Assert.InRange(WaitOfTheOther(new Fairness { Key = "/customer" }), TimeSpan.Zero, TimeSpan.FromSeconds(1));

    /// <summary>What it would be otherwise.</summary>
    [Fact]
    public void Without_a_key_runs_have_their_turn_by_due_time() =>
        Assert.InRange(WaitOfTheOther(null), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));

    private static TimeSpan WaitOfTheOther(Fairness? fairness)
    {
        var other = "";
        var world = LimitPlay.Play(
            async (world, client) =>
            {
                await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency()) with { Fairness = fairness });
                for (var i = 0; i < Flood; i += 1000)
                {
                    await client.AcceptManyAsync([.. Enumerable.Range(0, 1000).Select(_ => LimitPlay.Request(0.5, "\"customer\":1"))]);
                }

                await world.WaitAsync(TimeSpan.FromSeconds(5));
                other = await client.AcceptAsync(LimitPlay.Request(0.5, "\"customer\":2"));
            },
            new WorldOptions { QueueRoom = 16 });
        return world.Journal.Executions.Single(execution => execution.Run == other).At - world.Watched.Runs["R~" + other].Spec.DueAt;
    }
}
