using JobScheduler.Paging;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Forecast;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Upcoming fires: of a stored schedule, of a proposed one, of all. Nominal times; jitter moves runs, not fires.</summary>
public sealed class FireForecast(ScheduleCatalog schedules, CalendarCache calendars, IStorage storage, ShardMap map, TimeProvider time)
{
    private const int MostFires = 1_000;
    private const string List = "fires";
    private const string SpecPath = "spec";

    /// <summary>Stands for the names that a proposed schedule does not have yet; nothing depends on them then.</summary>
    private const string Unnamed = "-";

    /// <summary>
    /// Of a stored schedule; empty when it is paused or has ended. Of an interval after the end of runs only the next fire, and none while
    /// a run is going on. Runs that <c>maxRuns</c> allows are counted from now, so a later start sees those that are left then.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">Which.</param>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="count">1 to 1,000 fires at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is no such schedule; or the count is wrong.</exception>
    public async Task<FirePreview> OfScheduleAsync(string tenant, string job, string id, DateTimeOffset? from, int count, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        CheckCount(count, errors);
        errors.ThrowIfAny();
        var now = time.GetUtcNow();
        var schedule = await schedules.GetAsync(tenant, job, id, cancellation);
        var used = await calendars.GetManyAsync(tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), cancellation);
        return Preview(schedule, used, from, count, now);
    }

    /// <summary>Of a spec that need not be stored, as if it were written now.</summary>
    /// <param name="tenant">Whose calendars.</param>
    /// <param name="spec">When.</param>
    /// <param name="job">The job's id, for <c>H</c>; it need not exist.</param>
    /// <param name="schedule">The schedule's id, for <c>H</c>; it need not exist.</param>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="count">1 to 1,000 fires at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">The spec, or the count, is wrong.</exception>
    public async Task<FirePreview> PreviewAsync(
        string tenant, ScheduleSpec spec, string? job, string? schedule, DateTimeOffset? from, int count, CancellationToken cancellation)
    {
        var now = Timestamp.Cut(time.GetUtcNow());
        var errors = new ErrorList();
        CheckCount(count, errors);
        ScheduleRules.CheckSpec(spec, SpecPath, errors);
        ProposedSpec.CheckSpread(spec, job, schedule, SpecPath, errors);
        errors.ThrowIfAny();
        var used = await calendars.GetManyAsync(tenant, ProposedSpec.CalendarIds(spec), cancellation);
        ProposedSpec.CheckCalendars(spec, used, SpecPath, errors);
        errors.ThrowIfAny();

        var written = SpecDefaults.Propose(spec, now);
        var proposed = new Schedule
        {
            Tenant = tenant,
            JobId = job ?? Unnamed,
            Id = schedule ?? Unnamed,
            Definition = new ScheduleDefinition { Spec = written },
            CreatedBy = "",
            CreatedAt = now,
            UpdatedAt = now,
        };

        // Looking into the past, one that has had its fires is as good as one that will have them.
        var start = from is { } past && past < now ? ForecastTime.Bounded(past) : now;
        ScheduleRules.CheckFires(written, proposed.Identity, used, start, SpecPath, errors);
        errors.ThrowIfAny();
        var first = FireTimes.Of(written, proposed.Identity, used).Next(start.AddTicks(-1));
        return Preview(proposed with { NextFireAt = first }, used, from, count, now);
    }

    /// <summary>Of all schedules of the tenant in a range, by time, then by job and schedule. Paused ones have none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="to">The first one beyond, at most 31 days later; null: 24 h later.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">The range is empty or too long; or the continuation is none of this list.</exception>
    public async Task<Page<UpcomingFire>> OfAllAsync(string tenant, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var range = ForecastRange.Of(from, to, PageMark.Read(page.Continuation, List), now);
        var found = await Task.WhenAll(Enumerable.Range(0, map.Count).Select(shard => ReadAsync(tenant, shard, range, now, cancellation)));
        var all = found.SelectMany(schedule => schedule).ToList();
        var used = await calendars.GetManyAsync(tenant, all.SelectMany(schedule => schedule.Definition.Spec.Calendars).Select(use => use.Id), cancellation);
        var cursors = all
            .Select(schedule => ScheduleFires.TryOf(schedule, used, now) is { } fires ? FireCursor.TryOpen(schedule, fires, range.From, range.After) : null)
            .OfType<FireCursor>();
        var (taken, last) = FireMerge.Take(cursors, range.To, page.Limit);
        return new Page<UpcomingFire>(taken, last is null ? null : PageMark.Write(List, last.Write(range.To)));
    }

    private static FirePreview Preview(
        Schedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset? from, int count, DateTimeOffset now) =>
        ScheduleFires.TryOf(schedule, used, now)?.Preview(ForecastTime.Bounded(from ?? now), count) ?? new FirePreview([], []);

    private static void CheckCount(int count, ErrorList errors)
    {
        if (count is < 1 or > MostFires)
        {
            errors.Add("count", $"must be 1 to {MostFires}, not {count}");
        }
    }

    /// <summary>
    /// Whether the schedule may fire in the range: most schedules of a large tenant are ruled out by their rows. One without a next time has
    /// ended, or is catching up; its spec tells which.
    /// </summary>
    private static bool MayFire(Schedule schedule, ForecastRange range, DateTimeOffset now) =>
        schedule.Pause is null && (range.From < now || schedule.NextFireAt is not { } next || next < range.To || schedule.LastFireAt >= range.From);

    private async Task<List<Schedule>> ReadAsync(string tenant, int shard, ForecastRange range, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = new List<Schedule>();
        var query = RowQuery.Prefix(ShardMap.Partition(shard), Keys.SchedulePrefix(tenant));
        do
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            found.AddRange(page.Rows.Select(row => ScheduleRow.TryRead(row, now)).OfType<Schedule>().Where(schedule => MayFire(schedule, range, now)));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return found;
    }
}

/// <summary>A fire of one of many schedules.</summary>
public sealed record UpcomingFire(string JobId, string ScheduleId, PreviewedFire Fire);
