using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Fires when owners freeze, time goes back, and people interfere.</summary>
public sealed class FireFaultTests
{
    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Owner_frozen_in_the_middle_of_fires_then_thawed_doubles_none(OverlapRule rule)
    {
        for (var late = 0; late < 5; late++)
        {
            var world = new World();
            FirePlay.Play(world, async client =>
            {
                await FirePlay.PutAsync(
                    client,
                    new ScheduleDefinition
                    {
                        Spec = new CronSpec { Cron = "*/10 * * * * *" },
                        Policy = new SchedulePolicy { Overlap = rule, Misfire = MisfireRule.FireAll },
                    });
                var old = world.Alive;
                world.Start();

                // Each time a little further into the commit of the fires of 12:01.
                await world.WaitAsync(new DateTimeOffset(2026, 3, 1, 12, 1, 0, TimeSpan.Zero).AddMilliseconds(4 * late) - world.Time.Now);
                old.Context.Freeze();
                await world.WaitAsync(TimeSpan.FromMinutes(3));
                old.Context.Thaw();
                await world.WaitAsync(TimeSpan.FromMinutes(1));
                await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
            });
            Assert.Equal(
                world.Journal.Executions.Count,
                world.Journal.Executions.Select(execution => (execution.Run, execution.Attempt)).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Time_that_goes_back_fires_none_twice(OverlapRule rule)
    {
        var world = new World { Watched = { IsStrict = false } };
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(client, FirePlay.Minutely(rule));
            await world.WaitAsync(TimeSpan.FromMinutes(20));
            world.Alive.Clock.Skew = TimeSpan.FromMinutes(-10);
            await world.WaitAsync(TimeSpan.FromMinutes(20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        var runs = FirePlay.Runs(world);
        Assert.Equal(Enumerable.Range(1, runs.Count), runs.Select(run => run.Spec.NominalAt.Minute));
        Assert.InRange(runs.Count, 29, 31);
        Assert.All(runs, run => Assert.Equal((RunState.Succeeded, 1), (run.State, world.Journal.CountOf(run.Id))));
    }

    [Fact]
    public void Fire_ahead_that_was_canceled_hides_no_fire_of_a_new_definition()
    {
        var world = new World();
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(
                client,
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "*/20 * * * * *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
                });
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            var ahead = FirePlay.Runs(world)[0];
            await client.CancelAsync(ahead.Id);
            await client.PutScheduleAsync(
                FirePlay.Job,
                FirePlay.Name,
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "*/5 * * * * *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
                });
            await world.WaitAsync(TimeSpan.FromSeconds(40));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.Equal([5, 10, 15, 20, 25, 30, 35, 40], FirePlay.Runs(world).Select(run => run.Spec.NominalAt.Second));
        Assert.Equal(RunState.Canceled, FirePlay.Runs(world)[3].State);
    }

    [Theory]
    [InlineData(MisfireRule.FireOnce, "30 succeeded")]
    [InlineData(MisfireRule.FireAll, "26 skipped missed, 27 succeeded, 28 succeeded, 29 succeeded, 30 succeeded")]
    [InlineData(MisfireRule.Skip, "30 skipped missed")]
    public void Fires_missed_follow_the_misfire_rule(MisfireRule rule, string story)
    {
        var world = new World { Replaces = false };
        FirePlay.Play(world, async client =>
        {
            var policy = new SchedulePolicy { Overlap = OverlapRule.Allow, Misfire = rule, MaxCatchUp = 4 };
            await FirePlay.PutAsync(client, new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * *" }, Policy = policy });
            world.Kill(world.Alive);
            await world.WaitAsync(TimeSpan.FromSeconds(31 * 60 + 30));
            world.Start();
            await world.WaitAsync(TimeSpan.FromSeconds(20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.Equal(story + ", 31 succeeded", FirePlay.Story(world));
    }

    [Fact]
    public void Fires_ahead_that_are_taken_back_and_fire_again_start_once()
    {
        var world = new World();
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(
                client,
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "*/5 * * * * *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
                });
            for (var second = 0; second < 20; second++)
            {
                await world.WaitAsync(TimeSpan.FromSeconds(1));
                _ = second % 2 == 0
                    ? await client.PauseScheduleAsync(FirePlay.Job, FirePlay.Name)
                    : await client.ResumeScheduleAsync(FirePlay.Job, FirePlay.Name);
            }

            await world.WaitAsync(TimeSpan.FromSeconds(20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.All(FirePlay.Runs(world), run => Assert.Equal((RunState.Succeeded, 1), (run.State, world.Journal.CountOf(run.Id))));
    }
}
