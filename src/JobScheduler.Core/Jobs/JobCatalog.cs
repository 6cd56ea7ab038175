using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>The jobs of tenants: definitions, versions, pause.</summary>
public sealed class JobCatalog(
    IStorage storage, ShardWriter writer, ShardMap map, JobCache cache, DefinitionRules rules, JobLists lists, IEnumerable<IJobDeleted> followers, Entropy entropy, QueueSignals signals, TimeProvider time)
{
    private const int Tries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Creates the job, or gives it a new version when the definition differs from the current one.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">A valid <see cref="Identifier"/>.</param>
    /// <param name="definition">All of it.</param>
    /// <param name="paused">Pauses or resumes with the same write; null leaves it as it is.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">Invalid definition; or the condition does not hold.</exception>
    public async Task<JobWrite> PutAsync(
        string tenant, string id, JobDefinition definition, bool? paused, WriteCondition condition, string actor, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        rules.Check(definition, errors);
        errors.ThrowIfAny();
        return await ChangeAsync(tenant, id, async (old, row) =>
        {
            Check(condition, id, old);
            var now = Timestamp.Cut(time.GetUtcNow());

            // A deleted job whose runs are still being withdrawn goes on counting, so that versions never mean two things.
            var before = old?.Version ?? (int)(row?.Columns.Number(JobRow.VersionColumn) ?? 0);
            var changed = old is null || !SameDefinition(old.Definition, definition);
            var pause = paused switch
            {
                true => old?.Pause ?? new JobPause(now, actor, null, null),
                false => null,
                null => old?.Pause,
            };
            var job = new JobRecord
            {
                Tenant = tenant,
                Id = id,
                Version = changed ? before + 1 : before,
                Definition = definition,
                CreatedBy = old?.CreatedBy ?? actor,
                CreatedAt = old?.CreatedAt ?? now,
                UpdatedAt = now,
                Pause = pause,
            };
            return await Task.FromResult(new JobChange(job, NewVersion: changed, Sweep: old?.Pause is not null && pause is null ? JobSweep.Resume : null));
        }, cancellation);
    }

    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<JobRecord> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        (await cache.ReadAsync(tenant, id, cancellation)).Job ?? throw RefusalException.NotFound("job", id);

    /// <summary>Jobs by id.</summary>
    public Task<Page<JobRecord>> ListAsync(string tenant, JobQuery filter, PageRequest page, CancellationToken cancellation) =>
        lists.JobsAsync(tenant, filter, page, cancellation);

    /// <summary>Versions of a job, oldest first.</summary>
    public async Task<Page<JobRecord>> VersionsAsync(string tenant, string id, PageRequest page, CancellationToken cancellation) =>
        await lists.VersionsAsync(await GetAsync(tenant, id, cancellation), page, cancellation);

    /// <exception cref="RefusalException">There is no such job or version.</exception>
    public async Task<JobRecord> VersionAsync(string tenant, string id, int version, CancellationToken cancellation)
    {
        var job = await GetAsync(tenant, id, cancellation);
        return version >= 1 && await storage.Tables.GetAsync(Partition(tenant, id), Keys.JobVersion(tenant, id, version), cancellation) is { } row
            && await JobRow.ReadAsync(tenant, id, row, storage, cancellation) is { } found
            ? found with { Pause = job.Pause }
            : throw RefusalException.NotFound("version", $"{id}/{version}");
    }

    /// <summary>The job accepts runs and holds them. Runs under way go on.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="note">Why.</param>
    /// <param name="until">When it resumes by itself; null: never.</param>
    /// <param name="withdrawPending">Whether unstarted runs are canceled.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is no such job; or the time is over.</exception>
    public async Task<JobRecord> PauseAsync(
        string tenant, string id, string? note, DateTimeOffset? until, bool withdrawPending, string actor, CancellationToken cancellation)
    {
        if (until <= time.GetUtcNow())
        {
            throw RefusalException.Invalid("until", "must be in the future");
        }

        var write = await ChangeAsync(tenant, id, (old, _) => Task.FromResult(new JobChange(
            (old ?? throw RefusalException.NotFound("job", id)) with { Pause = new JobPause(Timestamp.Cut(time.GetUtcNow()), actor, note, until) },
            NewVersion: false,
            Sweep: withdrawPending ? JobSweep.Withdraw : null,
            ResumeAt: until)), cancellation);
        return write.Job;
    }

    /// <summary>Held runs go on at once.</summary>
    /// <exception cref="RefusalException">There is no such job.</exception>
    public async Task<JobRecord> ResumeAsync(string tenant, string id, string actor, CancellationToken cancellation)
    {
        var write = await ChangeAsync(tenant, id, (old, _) => Task.FromResult(new JobChange(
            (old ?? throw RefusalException.NotFound("job", id)) with { Pause = null }, NewVersion: false, Sweep: JobSweep.Resume)), cancellation);
        return write.Job;
    }

    /// <summary>The job is gone at once; its unstarted runs are canceled in steps, those under way go on.</summary>
    /// <exception cref="RefusalException">There is no such job; or the condition does not hold.</exception>
    public async Task DeleteAsync(string tenant, string id, WriteCondition condition, string actor, CancellationToken cancellation)
    {
        await ChangeAsync(tenant, id, (old, _) =>
        {
            Check(condition, id, old ?? throw RefusalException.NotFound("job", id));
            return Task.FromResult(new JobChange(old, NewVersion: false, Sweep: JobSweep.Delete));
        }, cancellation);

        // The sweep would do it as well; but when this is answered, nothing may fire any more.
        if (await storage.Tables.GetAsync(Partition(tenant, id), Keys.Job(tenant, id), cancellation) is { } row && JobRow.IsDeleted(row))
        {
            foreach (var follower in followers)
            {
                await follower.RemoveAllAsync(tenant, id, row, cancellation);
            }
        }
    }

    private static void Check(WriteCondition condition, string id, JobRecord? job)
    {
        if (condition.IfNoneMatch && job is not null)
        {
            throw new RefusalException(RefusalKind.Precondition, $"job '{id}' already exists");
        }

        if (condition.IfMatch is { } etag && etag != job?.ETag)
        {
            throw new RefusalException(RefusalKind.Precondition, job is null ? $"job '{id}' does not exist" : $"job '{id}' has changed in the meantime; read it again");
        }
    }

    private static bool SameDefinition(JobDefinition a, JobDefinition b) =>
        System.Text.Json.JsonSerializer.Serialize(a, JobJson.Compact.JobDefinition) == System.Text.Json.JsonSerializer.Serialize(b, JobJson.Compact.JobDefinition);

    private string Partition(string tenant, string id) => ShardMap.Partition(map.OfJob(tenant, id));

    /// <summary>Reads, decides, writes under the ETag; again when another writer was faster.</summary>
    private async Task<JobWrite> ChangeAsync(string tenant, string id, Func<JobRecord?, Row?, Task<JobChange>> decide, CancellationToken cancellation)
    {
        var shard = map.OfJob(tenant, id);
        for (var tries = 0; tries < Tries; tries++)
        {
            var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Job(tenant, id), cancellation);
            var old = row is null || JobRow.IsDeleted(row) ? null : await JobRow.ReadAsync(tenant, id, row, storage, cancellation);
            var change = await decide(old, row);
            var columns = await JobRow.WriteAsync(change.Job, storage, entropy, cancellation);
            var stamp = entropy.NextName();
            columns.Add(JobRow.StampColumn, stamp);
            var outcome = await writer.CommitAsync(
                shard,
                new CommitPart(draft => JobCommits.Compose(draft, change, row, columns, stamp), Proof.HasText(Keys.Job(tenant, id), JobRow.StampColumn, stamp), Patience));
            cache.Forget(tenant, id);
            if (outcome.Succeeded)
            {
                if (change.Sweep is not null)
                {
                    signals.WakeClock(shard);
                }

                var etag = outcome.ETag(Keys.Job(tenant, id))
                    ?? (await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Job(tenant, id), cancellation))?.ETag ?? "";
                return new JobWrite(change.Job with { ETag = etag }, old is null);
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"job '{id}' is being changed by many requests at once; try again", retryAfter: TimeSpan.FromSeconds(1));
    }
}

/// <summary>A job as it was written.</summary>
/// <param name="Job">With its new ETag.</param>
/// <param name="Created">False: it was there before.</param>
public sealed record JobWrite(JobRecord Job, bool Created);
