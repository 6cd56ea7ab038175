using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Lists of schedules: of one job, or of all jobs of a tenant.</summary>
public sealed class ScheduleLists(
    ScheduleCatalog schedules, RecordRow<ScheduleRecord> rows, RecordLists lists, IStorage storage, ShardMap map, JobCatalog jobs)
{
    private const string OfOneJob = "schedules";
    private const string OfAllJobs = "all-schedules";

    /// <summary>The schedules of a job, by id.</summary>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public async Task<Page<ScheduleRecord>> OfJobAsync(string tenant, string job, PageRequest page, CancellationToken cancellation)
    {
        await jobs.GetAsync(tenant, job, cancellation);
        return await ListAsync(tenant, new ScheduleQuery { JobId = job }, page, cancellation);
    }

    /// <summary>
    /// Schedules job by job, those of a job by id, merged over the shards. Jobs come in the order of their rows: by id, but a job whose id
    /// continues another one comes before that.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">The continuation is not one of this list.</exception>
    public Task<Page<ScheduleRecord>> ListAsync(
        string tenant, ScheduleQuery filter, PageRequest page, CancellationToken cancellation)
    {
        var all = Keys.SchedulePrefix(tenant);
        return filter.JobId is { } job
            ? lists.ReadAsync(map.OfJob(tenant, job), Keys.SchedulePrefix(tenant, job), OfOneJob, page, ReadAsync, cancellation)
            : lists.ReadAsync(null, all, OfAllJobs, page, ReadAsync, cancellation);

        // The next fire and an input in a blob cost time and a read: only schedules that belong to the list are completed.
        async ValueTask<ScheduleRecord?> ReadAsync(Row row) =>
            await rows.ReadAsync(rows.KeyOf(tenant, row.Key[all.Length..]), row, storage.Blobs, cancellation) is { } stored
            && filter.Matches(stored)
            && await schedules.TryCompleteAsync(stored, cancellation) is { } schedule
            && filter.Matches(schedule)
                ? schedule
                : null;
    }
}

/// <summary>Selects schedules; all given conditions must hold. An empty list is no condition.</summary>
public sealed record ScheduleQuery
{
    public string? JobId { get; init; }

    /// <summary>Part of the schedule's id or of its job's, ignoring case.</summary>
    public string? Text { get; init; }

    public bool? Paused { get; init; }

    public IReadOnlyList<SpecType> Types { get; init; } = [];

    public bool Matches(ScheduleRecord schedule) =>
        (JobId is null || schedule.JobId == JobId)
        && (Paused is not { } paused || paused == (schedule.Pause is not null))
        && (Text is not { Length: > 0 } text
            || schedule.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || schedule.JobId.Contains(text, StringComparison.OrdinalIgnoreCase))
        && (Types.Count == 0 || Types.Contains(TypeOf(schedule.Definition.Spec)));

    private static SpecType TypeOf(ScheduleSpec spec) => spec switch
    {
        OnceSpec => SpecType.Once,
        IntervalSpec => SpecType.Interval,
        CronSpec => SpecType.Cron,
        _ => SpecType.Unknown,
    };
}
