using JobScheduler.Schedules.Calendars;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Calendars;

public sealed class CalendarCacheTests : IDisposable
{
    private static readonly DateOnly Old = new(2026, 12, 25);
    private static readonly DateOnly New = new(2027, 1, 6);

    private readonly FakeTimeProvider _time = new(ScheduleProcess.Start);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _own;
    private readonly ScheduleProcess _other;

    public CalendarCacheTests()
    {
        _memory = new MemoryStorage(_time);
        _own = new ScheduleProcess(_memory, _time);
        _other = new ScheduleProcess(_memory, _time);
    }

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Empty_list_costs_no_call()
    {
        Assert.Empty(await _own.Cache.GetManyAsync(ScheduleProcess.Tenant, [], CancellationToken.None));
        Assert.Equal(0, _own.Counter.Total);
    }

    [Fact]
    public async Task Each_calendar_is_read_once_also_one_that_is_missing()
    {
        await _other.PutAsync("de", Of(Old));

        for (var i = 0; i < 3; i++)
        {
            var found = await _own.Cache.GetManyAsync(ScheduleProcess.Tenant, ["de", "none", "de"], CancellationToken.None);
            Assert.Equal("de", Assert.Single(found).Key);
        }

        Assert.Equal(2, _own.Counter.Total);
    }

    [Fact]
    public async Task Writes_of_others_are_seen_after_five_seconds_own_ones_at_once()
    {
        await _own.PutAsync("de", Of(Old));
        Assert.Equal(Old, await _own.CachedAsync("de"));
        Assert.Equal(Old, await _other.CachedAsync("de"));

        await _own.PutAsync("de", Of(New));

        Assert.Equal(New, await _own.CachedAsync("de"));
        _time.Advance(CalendarCache.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Equal(Old, await _other.CachedAsync("de"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(New, await _other.CachedAsync("de"));
    }

    [Fact]
    public async Task What_was_read_before_an_own_write_is_not_kept_after_it()
    {
        await _own.PutAsync("de", Of(Old));
        ScheduleProcess? slow = null;

        // Its own write happens while it reads: after the row was read, before the answer is kept.
        using (slow = new ScheduleProcess(_memory, _time, FaultPlan.When(call =>
        {
            if (call.Name == CallNames.Get)
            {
                slow!.Cache.Forget(ScheduleProcess.Tenant, "de");
            }

            return Fault.None;
        })))
        {
            await slow.CachedAsync("de");
            await slow.CachedAsync("de");

            Assert.Equal(2, slow.Counter.Gets);
        }
    }

    private static CalendarDefinition Of(DateOnly date) => new() { Dates = [date] };
}
