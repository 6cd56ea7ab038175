using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Calendars;

public sealed class CalendarAlarmsTests : IDisposable
{
    private static readonly DateOnly Old = new(2026, 12, 25);
    private static readonly DateOnly New = new(2027, 1, 6);

    private readonly FakeTimeProvider _time = new(ScheduleProcess.Start);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _writer;
    private readonly ScheduleProcess _clock;

    public CalendarAlarmsTests()
    {
        _memory = new MemoryStorage(_time);
        _writer = new ScheduleProcess(_memory, _time);
        _clock = new ScheduleProcess(_memory, _time);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public async Task Change_reaches_all_schedules_that_use_the_calendar_and_no_others()
    {
        await _writer.PutAsync("de", Of(Old));
        await _clock.TickAsync(TimeSpan.FromSeconds(15));
        for (var i = 0; i < 300; i++)
        {
            await _writer.AddAsync($"job{i % 6}", $"s{i:D3}", Cron(i % 2 == 0 ? "de" : "fr"));
        }

        _clock.Replanner.Visited.Clear();
        await _writer.PutAsync("de", Of(New));
        await _clock.TickAsync(TimeSpan.FromSeconds(9));

        Assert.Equal(150, _clock.Replanner.Visited.Count);
        Assert.Equal(150, _clock.Replanner.Visited.Distinct().Count());
        Assert.All(
            Schedules(),
            row => Assert.Equal(
                FiringSchedule.TryRead(row)!.Definition.Spec.Calendars[0].Id == "de" ? New.ToString("O") : null, PlanOf(row)));
    }

    [Fact]
    public async Task Walk_plans_with_the_new_days_although_its_process_has_the_old_ones_cached()
    {
        await _writer.PutAsync("de", Of(Old));
        await _writer.AddAsync("job", "s", Cron("de"));
        await _clock.TickAsync(TimeSpan.FromSeconds(15));
        _time.Advance(CalendarCache.Lifetime);
        Assert.Equal(Old, await _clock.CachedAsync("de"));

        await _writer.PutAsync("de", Of(New));
        await _clock.TickAsync(TimeSpan.FromSeconds(ScheduleProcess.Shards));

        Assert.Equal(New.ToString("O"), PlanOf(Assert.Single(Schedules())));
    }

    [Fact]
    public async Task Second_walk_corrects_what_another_process_planned_with_an_old_copy()
    {
        using var stale = new ScheduleProcess(_memory, _time);
        await _writer.PutAsync("de", Of(Old));
        await _writer.AddAsync("job", "s", Cron("de"));
        await _clock.TickAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(Old, await stale.CachedAsync("de"));

        await _writer.PutAsync("de", Of(New));
        await _clock.TickAsync(TimeSpan.FromSeconds(4));
        await stale.Replanner.ReplanAsync(int.Parse(ScheduleProcess.Partition("job")), Assert.Single(Schedules()));
        Assert.Equal(Old.ToString("O"), PlanOf(Assert.Single(Schedules())));
        await _clock.TickAsync(TimeSpan.FromSeconds(6 + ScheduleProcess.Shards));

        Assert.Equal(New.ToString("O"), PlanOf(Assert.Single(Schedules())));
        Assert.DoesNotContain(_memory.Partitions.SelectMany(_memory.Rows), row => AlarmKey.KindOf(row.Key) == CalendarAlarm.Kind);
    }

    [Fact]
    public async Task Deletion_reaches_a_schedule_that_was_written_at_the_same_time()
    {
        await _writer.PutAsync("de", Of(Old));
        await _writer.DeleteAsync("de");
        await _writer.AddAsync("job", "s", Cron("de"));

        await _clock.TickAsync(TimeSpan.FromSeconds(ScheduleProcess.Shards));

        Assert.Equal(RecordingReplanner.NoCalendar, PlanOf(Assert.Single(Schedules())));
    }

    [Fact]
    public async Task Calendar_that_comes_again_within_the_walk_of_its_deletion_stays()
    {
        await _writer.PutAsync("de", Of(Old));
        await _writer.DeleteAsync("de");
        await _clock.TickAsync(TimeSpan.FromSeconds(5));
        await _writer.PutAsync("de", Of(New));
        await _clock.TickAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(New, await _clock.CachedAsync("de"));
    }

    [Fact]
    public async Task Walk_that_fails_goes_on_later()
    {
        await _writer.PutAsync("de", Of(Old));
        await _writer.AddAsync("job", "s", Cron("de"));
        _clock.Replanner.Failures = 2;

        await _clock.TickAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(Old.ToString("O"), PlanOf(Assert.Single(Schedules())));
    }

    [Fact]
    public async Task Same_days_again_start_no_walk()
    {
        await _writer.PutAsync("de", Of(Old));
        await _writer.AddAsync("job", "s", Cron("de"));
        await _clock.TickAsync(TimeSpan.FromSeconds(15));
        _clock.Replanner.Visited.Clear();

        await _writer.PutAsync("de", Of(Old));
        await _clock.TickAsync(TimeSpan.FromSeconds(15));

        Assert.Empty(_clock.Replanner.Visited);
    }

    private static CalendarDefinition Of(DateOnly date) => new() { Dates = [date] };

    private static CronSpec Cron(string calendar) => new() { Cron = "0 3 * * *", Calendars = [new CalendarUse(calendar)] };

    private static string? PlanOf(Row row) => row.Columns.Text(RecordingReplanner.PlanColumn);

    private IEnumerable<Row> Schedules() =>
        _memory.Partitions.SelectMany(_memory.Rows).Where(row => row.Key.StartsWith("S~", StringComparison.Ordinal));
}
