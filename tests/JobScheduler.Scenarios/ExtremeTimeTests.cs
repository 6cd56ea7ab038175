using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Rare days, far years and short distances, in the clock.</summary>
public sealed class ExtremeTimeTests
{
    private readonly World _world = new(new WorldOptions { IsLong = true });
    private readonly Client _client;

    public ExtremeTimeTests() => _client = new Client(_world);

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Leap_day_fires_once_in_its_year_and_next_four_years_later(OverlapRule overlap)
    {
        var start = new DateTimeOffset(2028, 2, 28, 23, 0, 0, TimeSpan.Zero);
        Live(start, new CronSpec { Cron = "0 12 29 2 *" }, overlap, TimeSpan.FromHours(30), async () =>
            Assert.Equal(
                new DateTimeOffset(2032, 2, 29, 12, 0, 0, TimeSpan.Zero), (await _client.GetScheduleAsync("job", "s")).NextFireAt));
        Assert.Equal(new DateTimeOffset(2028, 2, 29, 12, 0, 0, TimeSpan.Zero), Assert.Single(_world.Watched.Runs.Values).Spec.NominalAt);
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(8999)]
    public void Years_at_the_bounds_fire_like_others(int year)
    {
        Live(
            new DateTimeOffset(year, 12, 31, 23, 50, 20, TimeSpan.Zero),
            new CronSpec { Cron = "* * * * *" },
            OverlapRule.Skip,
            TimeSpan.FromMinutes(20),
            () => Task.CompletedTask);
        Assert.Equal(20, _world.Watched.Runs.Count);
        Assert.All(_world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
    }

    [Fact]
    public void Longest_times_are_accepted_and_wait()
    {
        var spec = new IntervalSpec
        {
            Every = TimeSpan.FromDays(366),
            Jitter = TimeSpan.FromHours(24),
            Anchor = new DateTimeOffset(8999, 12, 31, 0, 0, 0, TimeSpan.Zero),
        };
        Live(_world.Time.Now, spec, OverlapRule.Allow, TimeSpan.FromHours(2), async () =>
        {
            Assert.Equal(spec.Anchor, (await _client.GetScheduleAsync("job", "s")).NextFireAt);
            await _client.PutScheduleAsync(
                "job",
                "s",
                new ScheduleDefinition { Spec = new OnceSpec { At = new DateTimeOffset(9000, 12, 31, 23, 59, 59, TimeSpan.Zero) } });
            await _world.WaitAsync(TimeSpan.FromHours(1));
            var never = new ScheduleDefinition { Spec = new OnceSpec { At = new DateTimeOffset(9001, 1, 1, 0, 0, 0, TimeSpan.Zero) } };
            await Assert.ThrowsAsync<RefusalException>(() => _client.PutScheduleAsync("job", "s", never));
        });
        Assert.Empty(_world.Watched.Runs);
        Assert.DoesNotContain(
            _world.Processes.SelectMany(process => process.Log.Lines), line => line.Contains("pushed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OverlapRule.Allow, 8)]
    [InlineData(OverlapRule.Skip, 16)]
    public void Interval_of_a_second_fires_each_second_of_an_hour_once(OverlapRule overlap, int callsPerFire)
    {
        Live(
            _world.Time.Now,
            new IntervalSpec { Every = TimeSpan.FromSeconds(1) },
            overlap,
            TimeSpan.FromHours(1),
            () => Task.CompletedTask);
        var fires = _world.Watched.Runs.Values.Where(run => run.Spec.NominalAt < _world.Time.Now.AddMinutes(-1))
            .Select(run => run.Spec.NominalAt)
            .Order()
            .ToList();
        Assert.InRange(fires.Count, 3500, 3600);
        Assert.All(fires.Zip(fires.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(double)_world.Counter.Total / 3600:0.00} calls per fire of {overlap}: {_world.Counter}");
        Assert.True(_world.Counter.Total < callsPerFire * 3600, $"{_world.Counter}");
        Assert.Empty(_world.Watched.Findings);
    }

    /// <summary>A process whose clock shows a time, and one schedule.</summary>
    private void Live(DateTimeOffset now, ScheduleSpec spec, OverlapRule overlap, TimeSpan time, Func<Task> then)
    {
        _world.Watched.IsStrict = now == _world.Time.Now;
        _world.Start().Clock.Skew = now - _world.Time.Now;
        _world.Run(async () =>
        {
            await _client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await _client.PutScheduleAsync(
                "job", "s", new ScheduleDefinition { Spec = spec, Policy = new SchedulePolicy { Overlap = overlap } });
            await _world.WaitAsync(time);
            await then();
        });
    }
}
