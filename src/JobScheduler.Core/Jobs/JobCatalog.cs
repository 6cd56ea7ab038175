using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Jobs;

/// <summary>The jobs of tenants: definitions, versions, pause.</summary>
public sealed class JobCatalog(
    RecordStore<JobRecord> records,
    RecordRow<JobRecord> rows,
    RecordLists lists,
    IStorage storage,
    DefinitionRules rules,
    IEnumerable<IJobDeleted> followers,
    IEnumerable<IJobWritten> writers,
    IEnumerable<IDefinitionCheck> checks,
    TimeProvider time,
    ILogger<JobCatalog> logger)
{
    /// <summary>Creates the job, or adds a new version if the definition differs from the current one.</summary>
    /// <param name="by">The caller.</param>
    /// <param name="id">A valid <see cref="Identifier"/>.</param>
    /// <param name="definition">The whole definition.</param>
    /// <param name="paused">Pauses or resumes in the same write; null leaves the job as it is.</param>
    /// <param name="condition">The condition for the write.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">The definition is invalid, or the condition does not hold.</exception>
    public async Task<Written<JobRecord>> PutAsync(
        Caller by, string id, JobDefinition definition, bool? paused, WriteCondition condition, CancellationToken cancellation)
    {
        await CheckAsync(by, definition, cancellation);
        return await records.PutAsync(
            by,
            rows.KeyOf(by.Tenant, id),
            condition,
            found => ValueTask.FromResult(Decide(by, id, new JobChange(definition, paused), found)),
            cancellation);
    }

    /// <summary>Adds a version that is made from the current one.</summary>
    /// <param name="by">The caller.</param>
    /// <param name="id">The job.</param>
    /// <param name="change">Makes the new definition; called again with the newer job when another write was faster.</param>
    /// <param name="condition">The condition for the write.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">There is no such job, the definition is invalid, or the condition does not hold.</exception>
    public async Task<JobRecord> ChangeAsync(
        Caller by, string id, Func<JobRecord, JobChange> change, WriteCondition condition, CancellationToken cancellation)
    {
        var written = await records.ChangeAsync(by, rows.KeyOf(by.Tenant, id), condition, async found =>
        {
            var changed = change(found.Old!);
            await CheckAsync(by, changed.Definition, cancellation);
            return Decide(by, id, changed, found);
        }, cancellation);
        return written!.Record;
    }

    /// <exception cref="RefusalException">It does not exist.</exception>
    public Task<JobRecord> GetAsync(string tenant, string id, CancellationToken cancellation) => records.GetAsync(tenant, id, cancellation);

    /// <summary>Jobs by id.</summary>
    public Task<Page<JobRecord>> ListAsync(string tenant, JobQuery filter, PageRequest page, CancellationToken cancellation) =>
        records.ListAsync(tenant, filter.Matches, page, cancellation);

    /// <summary>Versions of a job, oldest first.</summary>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public async Task<Page<JobRecord>> VersionsAsync(string tenant, string id, PageRequest page, CancellationToken cancellation)
    {
        await GetAsync(tenant, id, cancellation);
        var key = rows.KeyOf(tenant, id);
        return await lists.ReadAsync(key.Shard, Keys.JobVersionPrefix(tenant, id), "versions", page, ReadAsync, cancellation);

        async ValueTask<JobRecord?> ReadAsync(Row row) =>
            await rows.ReadAsync(key, row, storage.Blobs, cancellation) is { } version ? version with { Pause = null } : null;
    }

    /// <summary>A version, with the pause of its job; its ETag changes with the job, as that may.</summary>
    /// <exception cref="RefusalException">There is no such job or version.</exception>
    public async Task<JobRecord> VersionAsync(string tenant, string id, int version, CancellationToken cancellation)
    {
        var job = await GetAsync(tenant, id, cancellation);
        var key = rows.KeyOf(tenant, id);
        return version >= 1 && await storage.Tables.GetAsync(key.Partition, Keys.JobVersion(tenant, id, version), cancellation) is { } row
            && await rows.ReadAsync(key, row, storage.Blobs, cancellation) is { } found
            ? found with { Pause = job.Pause, ETag = $"{version}-{job.ETag}" }
            : throw RefusalException.NotFound("version", $"{id}/{version}");
    }

    /// <summary>Pauses the job: it still accepts runs, but does not start them. Attempts in progress continue.</summary>
    /// <param name="by">The caller.</param>
    /// <param name="id">The job.</param>
    /// <param name="note">Why.</param>
    /// <param name="until">When it resumes automatically; null: never.</param>
    /// <param name="withdrawPending">Whether unstarted runs are canceled.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">There is no such job, or the time is in the past.</exception>
    public async Task<JobRecord> PauseAsync(
        Caller by, string id, string? note, DateTimeOffset? until, bool withdrawPending, CancellationToken cancellation)
    {
        if (until <= time.GetUtcNow())
        {
            throw RefusalException.Invalid("until", "must be in the future");
        }

        return await SetPauseAsync(by, id, now => new JobPause(now, by.Actor, note, until), (draft, stamp) =>
        {
            if (withdrawPending)
            {
                JobSweeps.Begin(draft, by, id, JobSweep.Withdraw, stamp);
            }

            if (until is { } at)
            {
                JobSweeps.Begin(draft, by, id, JobSweep.Resume, stamp, at);
            }
        }, cancellation);
    }

    /// <summary>Resumes the job: its paused runs continue at once.</summary>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public Task<JobRecord> ResumeAsync(Caller by, string id, CancellationToken cancellation) =>
        SetPauseAsync(by, id, _ => null, (draft, stamp) => JobSweeps.Begin(draft, by, id, JobSweep.Resume, stamp), cancellation);

    /// <summary>Deletes the job, which is gone at once; its unstarted runs are canceled in steps, attempts in progress continue.</summary>
    /// <exception cref="RefusalException">There is no such job, or the condition does not hold.</exception>
    public async Task DeleteAsync(Caller by, string id, WriteCondition condition, CancellationToken cancellation)
    {
        var key = rows.KeyOf(by.Tenant, id);
        await records.DeleteAsync(
            by, key, condition, (draft, found) => JobSweeps.Begin(draft, by, id, JobSweep.Delete, found.Stamp), cancellation);
        logger.JobDeleted(by.Tenant, id, by.Actor);

        // The sweep would do it too, but once this call returns, nothing may fire any more.
        if (await storage.Tables.GetAsync(key.Partition, key.Row, cancellation) is { } row && RecordRow.IsDeleted(row))
        {
            foreach (var follower in followers)
            {
                await follower.RemoveAllAsync(by.Tenant, id, row, cancellation);
            }
        }
    }

    private async Task CheckAsync(Caller by, JobDefinition definition, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        rules.Check(definition, errors);
        foreach (var check in checks)
        {
            await check.CheckAsync(by.Tenant, definition, errors, cancellation);
        }

        errors.ThrowIfAny();
    }

    private RecordChange<JobRecord> Decide(Caller by, string id, JobChange change, RecordFound<JobRecord> found)
    {
        var job = new JobRecord
        {
            Version = JobRow.VersionOf(found.Row),
            Definition = change.Definition,
            UpdatedAt = found.Now,
            Pause = change.Paused switch
            {
                true => found.Old?.Pause ?? new JobPause(found.Now, by.Actor, null, null),
                false => null,
                null => found.Old?.Pause,
            },
        };
        var isNew = found.Old is null || !rows.IsSame(found.Old, job);
        job = isNew ? job with { Version = job.Version + 1 } : job;
        var resumes = found.Old?.Pause is not null && job.Pause is null;
        return new RecordChange<JobRecord>(job, (draft, columns) =>
        {
            if (isNew)
            {
                draft.Insert(Keys.JobVersion(by.Tenant, id, job.Version), columns!);
                foreach (var writer in writers)
                {
                    writer.Compose(draft, by.Tenant, id, found.Old?.Definition, job.Definition);
                }
            }

            if (resumes)
            {
                JobSweeps.Begin(draft, by, id, JobSweep.Resume, found.Stamp);
            }
        });
    }

    private async Task<JobRecord> SetPauseAsync(
        Caller by, string id, Func<DateTimeOffset, JobPause?> pause, Action<CommitDraft, string> compose, CancellationToken cancellation)
    {
        var written = await records.ChangeAsync(
            by,
            rows.KeyOf(by.Tenant, id),
            WriteCondition.None,
            found => ValueTask.FromResult(
                new RecordChange<JobRecord>(found.Old! with { Pause = pause(found.Now) }, (draft, _) => compose(draft, found.Stamp))),
            cancellation);
        return written!.Record;
    }
}

/// <summary>What a write makes of a job.</summary>
/// <param name="Definition">The whole definition.</param>
/// <param name="Paused">Pauses or resumes in the same write; null leaves the job as it is.</param>
public sealed record JobChange(JobDefinition Definition, bool? Paused);

/// <summary>Selects jobs; all given conditions must hold.</summary>
public sealed record JobQuery
{
    /// <summary>Part of the id, the name or the description, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Labels the job must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public bool? Paused { get; init; }

    public bool Matches(JobRecord job) =>
        (Paused is not { } paused || paused == (job.Pause is not null))
        && (Text is not { Length: > 0 } text
            || job.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || job.Definition.Name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
            || job.Definition.Description?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
        && Labels.All(label => job.Definition.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}

/// <summary>Rules of a definition that need to read something, such as whether what it names exists. For features above jobs.</summary>
public interface IDefinitionCheck
{
    /// <summary>Adds all errors, by the field paths of the API.</summary>
    ValueTask CheckAsync(string tenant, JobDefinition definition, ErrorList errors, CancellationToken cancellation);
}

/// <summary>Writes what follows from a new definition in the commit of the job. For features above jobs.</summary>
public interface IJobWritten
{
    /// <summary>Adds few rows that need not be read before; called again for each try.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="job">The job.</param>
    /// <param name="old">The definition before; null: the job is new, or cannot be read.</param>
    /// <param name="definition">The new definition.</param>
    void Compose(CommitDraft draft, string tenant, string job, JobDefinition? old, JobDefinition definition);
}

/// <summary>Removes what belongs to a deleted job, at once and again when its runs have been withdrawn. For features above jobs.</summary>
public interface IJobDeleted
{
    /// <summary>Removes all of it, except what belongs to a job that has been created again meanwhile.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="job">The job.</param>
    /// <param name="deleted">The row of the job, which is marked as deleted.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    Task RemoveAllAsync(string tenant, string job, Row deleted, CancellationToken cancellation);
}
