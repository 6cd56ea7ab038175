using JobScheduler.Clock;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>One of several processes on one storage and one clock, which moves only when a test says so.</summary>
internal sealed class ScheduleProcess : IDisposable
{
    public const string Tenant = "acme";
    public const int Shards = 4;
    public static readonly Caller Me = new(Tenant, "me");
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time;
    private readonly MemoryStorage _memory;
    private readonly ServiceProvider _services;

    public ScheduleProcess(MemoryStorage memory, FakeTimeProvider time, FaultPlan? plan = null)
    {
        (_memory, _time) = (memory, time);
        Counter = new CallCounter();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton<IStorage>(new FaultyStorage(memory, plan ?? FaultPlan.None, Counter));
        services.AddJobSchedulerCore();
        services.Configure<ShardOptions>(options => options.Count = Shards);
        services.Configure<ClockOptions>(options => options.TakeOverAfter = TimeSpan.Zero);
        services.AddSingleton<IScheduleReplanner, RecordingReplanner>();
        _services = services.BuildServiceProvider();
        Replanner = (RecordingReplanner)_services.GetRequiredService<IScheduleReplanner>();
    }

    public CallCounter Counter { get; }

    public RecordingReplanner Replanner { get; }

    public CalendarCatalog Calendars => Get<CalendarCatalog>();

    public CalendarCache Cache => Get<CalendarCache>();

    public FireForecast Forecast => Get<FireForecast>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<Written<CalendarRecord>> PutAsync(
        string id, CalendarDefinition definition, string? ifMatch = null, bool ifNoneMatch = false) =>
        ReadyAsync(Calendars.PutAsync(Me, id, definition, Condition(ifMatch, ifNoneMatch), CancellationToken.None));

    public Task DeleteAsync(string id, string? ifMatch = null) => ReadyAsync(DeletedAsync(id, ifMatch));

    /// <summary>The first date of a calendar as the cache has it; null when the cache knows of no such calendar.</summary>
    public async Task<DateOnly?> CachedAsync(string id) =>
        (await Cache.GetManyAsync(Tenant, [id], CancellationToken.None)).TryGetValue(id, out var found) ? found.Dates[0] : null;

    /// <summary>Lets this process's clocks tick for a time, each second.</summary>
    public async Task TickAsync(TimeSpan time)
    {
        for (var until = _time.GetUtcNow() + time; ;)
        {
            await Get<FleetClock>().TickAsync();
            if (_time.GetUtcNow() >= until)
            {
                return;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Writes the row of a schedule.</summary>
    public async Task<ScheduleRecord> AddAsync(
        string job, string id, ScheduleSpec spec, Func<ScheduleRecord, ScheduleRecord>? change = null)
    {
        var schedule = new ScheduleRecord
        {
            Tenant = Tenant,
            JobId = job,
            Id = id,
            Definition = new ScheduleDefinition { Spec = spec },
            NextFireAt = FireTimes.Of(spec, new ScheduleIdentity(Tenant, job, id), new Dictionary<string, CalendarDefinition>()).Next(
                _time.GetUtcNow().AddTicks(-1)),
            CreatedBy = "me",
            CreatedAt = Start,
            UpdatedAt = Start,
        };
        schedule = change?.Invoke(schedule) ?? schedule;
        await _memory.Tables.CommitAsync(
            Partition(job), [RowOperation.Insert(Keys.Schedule(Tenant, job, id), Write(schedule))], CancellationToken.None);
        return schedule;
    }

    /// <summary>A schedule whose clock has planned its next fire.</summary>
    private static Columns Write(ScheduleRecord schedule) => new FiringSchedule
    {
        Identity = schedule.Identity,
        Definition = schedule.Definition,
        Seed = new string('0', 64),
        Pause = schedule.Pause,
        State = new ScheduleState
        {
            Cursor = Start,
            Runs = schedule.Runs,
            Planned = schedule.NextFireAt,
            NextDelay = schedule.NextFireAt,
            Recent = schedule.LastFireAt is { } last ? [last.ToUnixTimeMilliseconds()] : [],
        },
    }.Write();

    public static string Partition(string job) => ShardMap.Partition(new ShardMap(Shards).OfJob(Tenant, job));

    public void Dispose() => _services.Dispose();

    private static WriteCondition Condition(string? ifMatch, bool ifNoneMatch) =>
        new(ifMatch is null ? null : EntityTags.Of(ifMatch), ifNoneMatch ? EntityTags.Any : null);

    private async Task<bool> DeletedAsync(string id, string? ifMatch)
    {
        await Calendars.DeleteAsync(Me, id, Condition(ifMatch, ifNoneMatch: false), CancellationToken.None);
        return true;
    }

    /// <summary>Moves the clock while a call waits to try again.</summary>
    private async Task<T> ReadyAsync<T>(Task<T> call)
    {
        for (var i = 0; i < 1000 && !call.IsCompleted; i++)
        {
            await Task.Yield();
            if (i % 10 == 9)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        return await call.WaitAsync(TestContext.Current.CancellationToken);
    }
}
