using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Runs that take longer than the interval of their schedule: what becomes of each fire, and when.</summary>
public sealed class OverlapTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(130);

    [Fact]
    public void Skip_records_each_fire_that_finds_a_run()
    {
        var world = Play(OverlapRule.Skip, 8);
        Assert.Equal(
            "1 succeeded, 2 skipped overlap, 3 skipped overlap, 4 succeeded, 5 skipped overlap, 6 skipped overlap, "
                + "7 succeeded, 8 skipped overlap",
            FirePlay.Story(world));
        FirePlay.StartedOnTime(world);
    }

    [Fact]
    public void Allow_runs_all_on_time()
    {
        var world = Play(OverlapRule.Allow, 5);
        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded, 4 succeeded, 5 succeeded", FirePlay.Story(world));
        FirePlay.StartedOnTime(world);
    }

    [Fact]
    public void Queue_one_runs_the_newest()
    {
        var world = Play(OverlapRule.QueueOne, 8);
        Assert.Equal(
            "1 succeeded, 2 skipped overlap, 3 succeeded, 4 skipped overlap, 5 succeeded, 6 skipped overlap, 7 succeeded, 8 succeeded",
            FirePlay.Story(world));
        StartedOneAfterTheOther(world, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Queue_all_runs_all_in_order()
    {
        var world = Play(OverlapRule.QueueAll, 6);
        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded, 4 succeeded, 5 succeeded, 6 succeeded", FirePlay.Story(world));
        StartedOneAfterTheOther(world, TimeSpan.FromMilliseconds(100));
        Assert.Equal(FirePlay.Runs(world).Select(run => run.Id), world.Journal.Executions.Select(execution => execution.Run));
    }

    [Fact]
    public void Cancel_previous_stops_what_runs()
    {
        var world = Play(OverlapRule.CancelPrevious, 4);
        Assert.Equal("1 canceled canceled, 2 canceled canceled, 3 canceled canceled, 4 succeeded", FirePlay.Story(world));
        Assert.Equal([true, true, true, false], world.Journal.Executions.Select(execution => execution.WasCanceled));
        StartedOneAfterTheOther(world, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Cancel_previous_of_a_stubborn_run_waits_for_its_end()
    {
        var world = Play(OverlapRule.CancelPrevious, 3, ScriptedHandler.Stubborn, new Timeouts { Run = TimeSpan.FromSeconds(100) });
        Assert.Equal("1 canceled canceled, 2 canceled canceled, 3 failed attemptsUsedUp", FirePlay.Story(world));
        var runs = FirePlay.Runs(world);
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.InRange(
            world.Journal.Executions.First(execution => execution.Run == pair.Second.Id).At - pair.First.End!.At,
            TimeSpan.Zero,
            TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Waiter_whose_queue_timeout_is_over_expires()
    {
        var world = Play(OverlapRule.QueueAll, 3, timeouts: new Timeouts { Queue = TimeSpan.FromSeconds(80) });
        Assert.Equal("1 succeeded, 2 succeeded, 3 expired queueTimeout", FirePlay.Story(world));
        Assert.InRange(
            FirePlay.Runs(world)[2].End!.At - FirePlay.Runs(world)[2].Spec.DueAt, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(81));
    }

    [Fact]
    public void Policy_changed_while_runs_wait_lets_them_go_on_by_the_old_one()
    {
        var world = new World();
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(client, FirePlay.Minutely(OverlapRule.QueueAll), Long.TotalSeconds);
            await world.WaitAsync(TimeSpan.FromSeconds(3 * 60 + 5));
            await client.PutScheduleAsync(FirePlay.Job, FirePlay.Name, FirePlay.Minutely(OverlapRule.Skip));
            await world.WaitAsync(TimeSpan.FromSeconds(2 * 60));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded, 4 skipped overlap, 5 skipped overlap", FirePlay.Story(world));
        StartedOneAfterTheOther(world, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Run_that_is_lost_keeps_its_slot_until_its_end()
    {
        var world = Play(OverlapRule.Skip, 9, ScriptedHandler.Kill);
        var runs = FirePlay.Runs(world);
        Assert.Equal((RunState.Succeeded, 2, 1), (runs[0].State, runs[0].Attempt, runs[0].Lost));
        Assert.All(
            runs.Where(run => run.Spec.NominalAt > runs[0].Spec.NominalAt && run.Spec.NominalAt < runs[0].End!.At),
            run => Assert.Equal(RunState.Skipped, run.State));
        Assert.Contains(runs, run => run.State == RunState.Succeeded && run.Spec.NominalAt > runs[0].End!.At);
    }

    [Theory]
    [InlineData(OverlapRule.QueueAll)]
    [InlineData(OverlapRule.CancelPrevious)]
    public void Line_goes_on_when_runs_end_in_another_process(OverlapRule rule)
    {
        var world = new World();
        world.Start(executes: false);
        FirePlay.Play(world, async client =>
        {
            world.Start();
            await FirePlay.PutAsync(client, FirePlay.Minutely(rule), Long.TotalSeconds);
            await world.WaitAsync(TimeSpan.FromSeconds(4 * 60 + 20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.Equal(4, world.Journal.Executions.Count);
        StartedOneAfterTheOther(world, TimeSpan.FromSeconds(2));
    }

    private static World Play(OverlapRule rule, int fires, string handler = ScriptedHandler.Ok, Timeouts? timeouts = null)
    {
        var world = new World();
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(client, FirePlay.Minutely(rule), Long.TotalSeconds, handler, timeouts);
            await world.WaitAsync(TimeSpan.FromSeconds(fires * 60 + 20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        return world;
    }

    /// <summary>None while another runs; and each as soon as it was due and the one before it had ended.</summary>
    private static void StartedOneAfterTheOther(World world, TimeSpan patience)
    {
        var free = DateTimeOffset.MinValue;
        foreach (var run in FirePlay.Runs(world).Where(run => run.Claim is not null).OrderBy(run => run.Claim!.At))
        {
            var earliest = free > run.Spec.DueAt ? free : run.Spec.DueAt;
            Assert.InRange(run.Claim!.At - earliest, TimeSpan.Zero, patience);
            free = run.End!.At;
        }
    }
}
