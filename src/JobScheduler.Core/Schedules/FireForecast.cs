using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Forecast;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Upcoming fires of a stored schedule, of a proposed one, or of all. Nominal times; jitter moves runs, not fires.</summary>
public sealed class FireForecast(
    ScheduleCatalog schedules, CalendarCache calendars, JobCache jobs, IStorage storage, ShardMap map, TimeProvider time)
{
    private const string List = "fires";
    private const string SpecPath = "spec";

    /// <summary>Stands for the ids that a proposed schedule does not have yet; nothing depends on them.</summary>
    private const string Unnamed = "-";

    /// <summary>
    /// Of a stored schedule; empty when it has ended. While it or its job is paused, notes say which fires do not run, or when. An
    /// interval of mode delay shows only its next fire, and none while a run is open. The runs that <c>maxRuns</c> allows are counted from
    /// now, so a later start sees those that are left by then.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="job">Of which job.</param>
    /// <param name="id">Which.</param>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="count">1 to 1,000 fires at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is no such schedule; or the count is wrong.</exception>
    public async Task<FirePreview> OfScheduleAsync(
        string tenant, string job, string id, DateTimeOffset? from, int count, CancellationToken cancellation)
    {
        if (count is < 1 or > PreviewRequest.MostFires)
        {
            throw RefusalException.Invalid("count", $"must be 1 to {PreviewRequest.MostFires}");
        }

        var now = time.GetUtcNow();
        var schedule = await schedules.GetAsync(tenant, job, id, cancellation);
        var used = await calendars.GetManyAsync(tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), cancellation);
        var pause = (await jobs.GetAsync(tenant, job, cancellation)).Record?.Pause;
        return Preview(schedule, used, from, count, now, cancellation, pause);
    }

    /// <summary>Adds everything that is wrong with a request for a preview, except its calendars. No I/O.</summary>
    public static void Check(PreviewRequest request, ErrorList errors)
    {
        MemberBounds.Check(request, "", errors);
        ScheduleRules.CheckSpec(request.Spec, SpecPath, errors);
        if (request.Spec is not null)
        {
            ProposedSpec.CheckSpread(request.Spec, request.JobId, request.ScheduleId, SpecPath, errors);
        }
    }

    /// <summary>Of a spec that need not be stored, as if it were written now.</summary>
    /// <param name="tenant">Whose calendars.</param>
    /// <param name="request">When; the ids that it names need not exist.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">The spec, or the count, is wrong.</exception>
    public async Task<FirePreview> PreviewAsync(string tenant, PreviewRequest request, CancellationToken cancellation)
    {
        var now = Timestamp.Cut(time.GetUtcNow());
        var (spec, from) = (request.Spec, request.From);
        var errors = new ErrorList();
        Check(request, errors);
        errors.ThrowIfAny();
        var used = await calendars.GetManyAsync(tenant, ProposedSpec.CalendarIds(spec), cancellation);
        ProposedSpec.CheckCalendars(spec, used, SpecPath, errors);
        errors.ThrowIfAny();

        var written = SpecDefaults.Propose(spec, now);
        var proposed = new ScheduleRecord
        {
            Tenant = tenant,
            JobId = request.JobId ?? Unnamed,
            Id = request.ScheduleId ?? Unnamed,
            Definition = new ScheduleDefinition { Spec = written },
            CreatedBy = "",
            CreatedAt = now,
            UpdatedAt = now,
        };

        // For a preview of the past, a schedule whose fires are over is as good as one that is yet to fire.
        var start = from is { } past && past < now ? ForecastTime.Bounded(past) : now;
        ScheduleRules.CheckFires(written, proposed.Identity, used, start, SpecPath, errors);
        errors.ThrowIfAny();
        var first = FireTimes.Of(written, proposed.Identity, used).Next(start.AddTicks(-1));
        return Preview(proposed with { NextFireAt = first }, used, from, request.Count, now, cancellation);
    }

    /// <summary>
    /// Of all schedules of the tenant in a range, by time, then by job and schedule: those that make a run, which a paused job holds. A
    /// paused schedule has those after its pause.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="to">The first one beyond, at most 31 days later; null: 24 h later.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">The range is empty or too long, or the continuation is not from this list.</exception>
    public async Task<Page<UpcomingFire>> OfAllAsync(
        string tenant, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var range = ForecastRange.Of(from, to, PageMark.Read(page.Continuation, List), now);
        var work = new ForecastWork(time, cancellation);
        var found = await Task.WhenAll(
            Enumerable.Range(0, map.Count).Select(shard => ReadAsync(tenant, shard, range, now, work, cancellation)));
        var all = found.SelectMany(schedule => schedule).ToList();
        var used = await calendars.GetManyAsync(
            tenant, all.SelectMany(schedule => schedule.Definition.Spec.Calendars).Select(use => use.Id), cancellation);
        var (taken, last) = FireMerge.Take(
            all.Select(schedule => new FireCursor(schedule, range.From, now)),
            cursor => cursor.Open(ScheduleFires.TryOf(cursor.Schedule, used, now), range.After, work),
            range.To,
            page.Limit,
            work);
        return new Page<UpcomingFire>(
            await WithJobsAsync(tenant, taken, now, cancellation), last is null ? null : PageMark.Write(List, last.Write(range.To)));
    }

    private static FirePreview Preview(
        ScheduleRecord schedule,
        IReadOnlyDictionary<string, CalendarDefinition> used,
        DateTimeOffset? from,
        int count,
        DateTimeOffset now,
        CancellationToken cancellation,
        JobPause? job = null)
    {
        var fires = ScheduleFires.TryOf(schedule, used, now, job);
        var preview = fires?.Preview(ForecastTime.Bounded(from ?? now), count, cancellation) ?? new FirePreview([], []);
        var pauses = fires?.Pauses ?? new FirePauses(schedule.Pause, job, now);
        return preview with { Paused = pauses.IsPaused, ResumeAt = pauses.ResumeAt };
    }

    /// <summary>
    /// Whether the schedule may fire in the range: most schedules of a large tenant are ruled out by their rows. One without a next
    /// time has ended, or is catching up; its spec tells which.
    /// </summary>
    private static bool MayFire(ScheduleRecord schedule, ForecastRange range, DateTimeOffset now) =>
        (schedule.Pause is not { Until: null } pause || range.From < pause.At)
            && (range.From < now || schedule.NextFireAt is not { } next || next < range.To || schedule.LastFireAt >= range.From);

    /// <summary>With notes on the pauses of their jobs.</summary>
    private async Task<IReadOnlyList<UpcomingFire>> WithJobsAsync(
        string tenant, IReadOnlyList<UpcomingFire> fires, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = fires.Select(fire => fire.JobId).Distinct().ToList();
        await jobs.PrefetchAsync(tenant, ids, cancellation);
        var paused = new Dictionary<string, FirePauses>();
        foreach (var id in ids)
        {
            if ((await jobs.GetAsync(tenant, id, cancellation)).Record?.Pause is { } pause)
            {
                paused[id] = new FirePauses(null, pause, now);
            }
        }

        return paused.Count == 0 ? fires : [.. fires.Select(fire =>
            paused.GetValueOrDefault(fire.JobId)?.NoteOf(fire.NominalAt) is { } note ? fire with { Notes = [.. fire.Notes, note] } : fire)];
    }

    private async Task<List<ScheduleRecord>> ReadAsync(
        string tenant, int shard, ForecastRange range, DateTimeOffset now, ForecastWork work, CancellationToken cancellation)
    {
        var found = new List<ScheduleRecord>();
        var query = RowQuery.Prefix(ShardMap.Partition(shard), Keys.SchedulePrefix(tenant));
        do
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            work.Read(page.Rows.Count);

            // Inputs say nothing about times, and may be most of what is read.
            found.AddRange(page.Rows
                .Select(row => ScheduleRow.TryRead(row, now))
                .OfType<ScheduleRecord>()
                .Where(schedule => MayFire(schedule, range, now))
                .Select(schedule => schedule with { Definition = schedule.Definition with { Input = null } }));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return found;
    }
}

/// <summary>When the schedules of a job fire next.</summary>
public sealed class NextFires(IStorage storage, ShardMap map, CalendarCache calendars, TimeProvider time) : IUpcomingFires
{
    public async Task<DateTimeOffset?> NextAsync(JobRecord job, CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        var query = RowQuery.Prefix(ShardMap.Partition(map.OfJob(job.Tenant, job.Id)), Keys.SchedulePrefix(job.Tenant, job.Id));
        do
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            foreach (var schedule in page.Rows.Select(FiringSchedule.TryRead).OfType<FiringSchedule>())
            {
                var used = await calendars.GetManyAsync(
                    job.Tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), cancellation);
                if (FirePlanner.NextFire(schedule, used, time.GetUtcNow()) is { } fire && !(next <= fire))
                {
                    next = fire;
                }
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return next;
    }
}
