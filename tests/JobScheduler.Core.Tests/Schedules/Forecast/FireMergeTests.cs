using JobScheduler.Schedules;
using JobScheduler.Schedules.Forecast;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

/// <summary>What a page of all fires costs, whatever the schedules are.</summary>
public sealed class FireMergeTests
{
    private static readonly DateTimeOffset Now = ScheduleProcess.Start;
    private static readonly Dictionary<string, CalendarDefinition> None = [];

    private readonly FakeTimeProvider _time = new(Now);
    private int _opened;
    private bool _hasLeft;

    [Fact]
    public void Page_opens_only_the_schedules_that_can_be_on_it()
    {
        var (fires, last) = Take(Enumerable.Range(1, 64).Select(hour => Once($"s{hour:D2}", Now.AddHours(hour))), 3);
        Assert.Equal(["s01", "s02", "s03"], fires.Select(fire => fire.ScheduleId));
        Assert.NotNull(last);

        // The fourth tells that there are more.
        Assert.Equal(4, _opened);
    }

    [Fact]
    public void Page_without_known_next_times_is_in_order_too()
    {
        var schedules = Enumerable.Range(1, 9).Select(hour => Once($"s{hour}", Now.AddHours(10 - hour)) with { NextFireAt = null });
        var (fires, last) = Take(schedules, 9);
        Assert.Equal(["s9", "s8", "s7", "s6", "s5", "s4", "s3", "s2", "s1"], fires.Select(fire => fire.ScheduleId));
        Assert.Null(last);
    }

    [Fact]
    public void Page_that_takes_long_ends_with_what_it_has()
    {
        var (fires, last) = Take(Enumerable.Range(1, 9).Select(hour => Once($"s{hour}", Now.AddHours(hour))), 9, TimeSpan.FromSeconds(1));
        Assert.Equal(["s1"], fires.Select(fire => fire.ScheduleId));
        Assert.Equal(fires[0].NominalAt, last!.At);
    }

    [Fact]
    public void Page_that_takes_too_long_for_a_single_fire_is_refused()
    {
        var ended = Enumerable.Range(1, 60).Select(i => Once($"s{i}", Now.AddDays(-1)) with { NextFireAt = null });
        Assert.Equal(["from"], Assert.Throws<RefusalException>(() => Take(ended, 9, TimeSpan.FromSeconds(1))).Errors.Keys);
        Assert.Equal(10, _opened);
    }

    [Fact]
    public void Page_for_a_caller_who_has_left_ends()
    {
        _hasLeft = true;
        Assert.Throws<OperationCanceledException>(() => Take([Once("s", Now.AddHours(1))], 1));
    }

    [Fact]
    public void Page_over_more_schedules_than_memory_should_hold_is_refused()
    {
        var work = new ForecastWork(_time, CancellationToken.None);
        work.Read(100_000);
        Assert.Equal(["from"], Assert.Throws<RefusalException>(() => work.Read(1)).Errors.Keys);
    }

    /// <summary>They are counted up to a bound over all schedules of the request; beyond it, runs count as left.</summary>
    [Fact]
    public void Runs_that_are_left_are_counted_up_to_a_bound_of_the_request()
    {
        var work = new ForecastWork(_time, CancellationToken.None);
        var fires = ScheduleFires.TryOf(Schedule("s", new CronSpec { Cron = "* * * * * *", MaxRuns = 1500 }), None, Now)!;
        Assert.Equal([0, 0, 0, 1000, 1500], Enumerable.Range(0, 5).Select(_ => fires.LeftAt(Now.AddDays(1), work)!.Value));
    }

    private (IReadOnlyList<UpcomingFire> Fires, FirePosition? Last) Take(
        IEnumerable<ScheduleRecord> schedules, int most, TimeSpan each = default)
    {
        var work = new ForecastWork(_time, new CancellationToken(_hasLeft));
        return FireMerge.Take(
            schedules.Select(schedule => new FireCursor(schedule, Now, Now)),
            cursor =>
            {
                _opened++;
                _time.Advance(each);
                cursor.Open(ScheduleFires.TryOf(cursor.Schedule, None, Now), null, work);
            },
            Now.AddDays(31),
            most,
            work);
    }

    private static ScheduleRecord Once(string id, DateTimeOffset at) => Schedule(id, new OnceSpec { At = at }) with { NextFireAt = at };

    private static ScheduleRecord Schedule(string id, ScheduleSpec spec) => new()
    {
        Tenant = "acme",
        JobId = "job",
        Id = id,
        Definition = new ScheduleDefinition { Spec = spec },
        CreatedBy = "me",
        CreatedAt = Now,
        UpdatedAt = Now,
    };
}
