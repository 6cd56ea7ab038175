using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>The storage calls that fires may cost, from the alarm of the schedule to the end of the run, at 32 fires a second.</summary>
public sealed class FireBudgetTests
{
    private const int PerSecond = 32;
    private static readonly TimeSpan Measured = TimeSpan.FromMinutes(1);

    private readonly World _world = new(new WorldOptions { Workers = 64, Distance = TimeSpan.FromMilliseconds(10) });
    private readonly Client _client;

    public FireBudgetTests()
    {
        _client = new Client(_world);
        _world.Watched.LooksAtSchedules = false;
    }

    [Fact]
    public void Fire_of_many_schedules_of_one_job_costs_at_most_half_a_call() =>
        Measure(0.5, 1, 60 * PerSecond, i => new CronSpec { Cron = $"{i % 60} * * * * *" });

    [Fact]
    public void Fire_of_many_jobs_with_one_schedule_costs_at_most_half_a_call() =>
        Measure(0.5, 60 * PerSecond, 60 * PerSecond, i => new CronSpec { Cron = $"{i % 60} * * * * *" });

    [Fact]
    public void Fire_of_schedules_of_every_second_costs_at_most_half_a_call() =>
        Measure(0.5, 1, PerSecond, _ => new CronSpec { Cron = "* * * * * *" });

    /// <summary>Each takes its slot and gives it back: slots that nobody waits for are released many in a commit.</summary>
    [Fact]
    public void Fire_with_the_rule_skip_costs_at_most_1_call() =>
        Measure(1, 1, 60 * PerSecond, i => new CronSpec { Cron = $"{i % 60} * * * * *" }, OverlapRule.Skip);

    [Fact]
    public void Schedules_asleep_cost_what_idle_costs()
    {
        _world.Start();
        _world.Run(async () =>
        {
            await PutAsync(1, 1000, i => new CronSpec { Cron = $"{i % 60} 4 1 1 *" }, OverlapRule.Skip);
            await _world.WaitAsync(TimeSpan.FromSeconds(25));
            _world.Counter.Clear();
            await _world.WaitAsync(TimeSpan.FromMinutes(10));
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"1000 schedules asleep: {_world.Counter} in 10 minutes");
        Assert.InRange(_world.Counter.Total, 1, 3 * 30);
    }

    [Fact]
    public void Get_of_a_schedule_costs_1_call()
    {
        _world.Start();
        _world.Run(async () =>
        {
            await PutAsync(1, 1, _ => new CronSpec { Cron = "0 4 * * *" }, OverlapRule.Skip);
            await _world.WaitAsync(TimeSpan.FromSeconds(1));
            _world.Counter.Clear();
            await _client.GetScheduleAsync("job0", "s0");
        });
        Assert.Equal(1, _world.Counter.Total);
    }

    private void Measure(double budget, int jobs, int schedules, Func<int, ScheduleSpec> spec, OverlapRule rule = OverlapRule.Allow)
    {
        var fires = 0;
        _world.Start();
        _world.Run(
            async () =>
            {
                await PutAsync(jobs, schedules, spec, rule);
                await _world.WaitAsync(TimeSpan.FromSeconds(90));
                var before = _world.Journal.Executions.Count;
                _world.Counter.Clear();
                await _world.WaitAsync(Measured);
                fires = _world.Journal.Executions.Count - before;
            },
            TimeSpan.FromDays(1));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(double)_world.Counter.Total / fires:0.000} calls per fire: {fires} fires, {_world.Counter}");
        Assert.InRange(fires, PerSecond * 60 * 0.95, PerSecond * 60 * 1.05);
        Assert.True(
            _world.Counter.Total <= budget * fires,
            $"{_world.Counter.Total} calls for {fires} fires, and the budget is {budget} each: {_world.Counter}");
        Assert.Empty(_world.Watched.Findings);
    }

    private async Task PutAsync(int jobs, int schedules, Func<int, ScheduleSpec> spec, OverlapRule rule)
    {
        for (var i = 0; i < jobs; i++)
        {
            await _client.PutJobAsync($"job{i}", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
        }

        for (var i = 0; i < schedules; i++)
        {
            await _client.PutScheduleAsync(
                $"job{i % jobs}", $"s{i}", new ScheduleDefinition { Spec = spec(i), Policy = new SchedulePolicy { Overlap = rule } });
        }
    }
}
