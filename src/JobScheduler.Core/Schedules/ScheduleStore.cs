using System.Text;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Writes changes of schedules: the row, its alarm, and the fires that were handed to queues ahead, in one commit.</summary>
public sealed class ScheduleStore(
    RecordStore<ScheduleRecord> records,
    RecordRow<ScheduleRecord> rows,
    IStorage storage,
    ShardWriter writer,
    ShardMap map,
    JobCache jobs,
    CalendarCache calendars,
    Entropy entropy) : IJobDeleted
{
    /// <summary>An alarm that failed this often is gone; before that, a fire may have consumed it.</summary>
    private const int TriesWithAlarm = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads, decides, writes under the ETag; retries when a fire or another writer was faster.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="identity">Which schedule.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="decide">The schedule to write, from the one that is there; null deletes it.</param>
    /// <param name="withdraw">Whether its runs that are due and have not started are canceled.</param>
    /// <param name="creates">Whether to create the schedule when there is none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What was written; null when it was deleted.</returns>
    internal async Task<Written<ScheduleRecord>?> ChangeAsync(
        Caller by,
        ScheduleIdentity identity,
        WriteCondition condition,
        Func<ScheduleRecord?, DateTimeOffset, Task<ScheduleRecord?>> decide,
        bool withdraw,
        bool creates,
        CancellationToken cancellation)
    {
        var key = KeyOf(identity);
        var lost = new HashSet<string>(StringComparer.Ordinal);
        ScheduleCommit? last = null;
        var written = creates
            ? await records.PutAsync(by, key, condition, DecideAsync, cancellation, CheckJobAsync)
            : await records.ChangeAsync(by, key, condition, DecideAsync, cancellation, CheckJobAsync);
        await ScheduleBlobs.TryDeleteAsync(storage, last!.Leaves);
        return written;

        async Task CheckJobAsync()
        {
            if ((await jobs.ReadAsync(identity.Tenant, identity.Job, cancellation)).Record is null)
            {
                throw RefusalException.NotFound("job", identity.Job);
            }
        }

        async ValueTask<RecordChange<ScheduleRecord>> DecideAsync(RecordFound<ScheduleRecord> found)
        {
            if (found is { Try: > TriesWithAlarm, FailedKey: { } failed } && failed == last?.Old?.Alarm)
            {
                // The alarm of an unchanged row is missing: deleted by hand. The schedule gets a new one.
                lost.Add(failed);
            }

            last = new ScheduleCommit(by, found, await decide(found.Old, found.Now), withdraw);
            if (last.TouchesFires)
            {
                await PlanAsync(last, key.Shard, found.Now, cancellation);
            }

            return last.ToChange(lost);
        }
    }

    /// <summary>Removes all schedules of a deleted job, in as many commits as it takes.</summary>
    async Task IJobDeleted.RemoveAllAsync(string tenant, string job, Row deleted, CancellationToken cancellation)
    {
        const int perCommit = StorageLimits.OperationsPerCommit / 2 - 1;
        var shard = map.OfJob(tenant, job);
        var query = RowQuery.Prefix(ShardMap.Partition(shard), Keys.SchedulePrefix(tenant, job)) with { Limit = perCommit };
        var lost = new HashSet<string>(StringComparer.Ordinal);
        while (await storage.Tables.ReadAsync(query, cancellation) is { Rows.Count: > 0 } page)
        {
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    draft.Merge(deleted.Key, [], deleted.ETag);
                    foreach (var row in page.Rows)
                    {
                        draft.Delete(row.Key, row.ETag);
                        if (row.Columns.Text(ScheduleRow.AlarmColumn) is { Length: > 0 } alarm && !lost.Contains(alarm))
                        {
                            draft.Delete(alarm);
                        }
                    }
                },
                Proof.Gone(page.Rows[0].Key),
                Patience));
            if (outcome.Succeeded)
            {
                await ScheduleBlobs.TryDeleteAsync(
                    storage, page.Rows.Select(FiringSchedule.TryRead).SelectMany(schedule => schedule?.Blobs ?? []));
            }

            if (outcome.Succeeded || outcome.FailedKey == deleted.Key)
            {
                // Its ETag has changed, by this commit or by whoever created the job again or removed the tombstone.
                if (await storage.Tables.GetAsync(ShardMap.Partition(shard), deleted.Key, cancellation) is not { } now
                    || !RecordRow.IsDeleted(now))
                {
                    return;
                }

                deleted = now;
            }

            if (outcome is { Succeeded: false, Failure: CommitFailure.Missing }
                && outcome.FailedKey!.StartsWith(AlarmKey.Prefix, StringComparison.Ordinal)
                && await storage.Tables.GetAsync(ShardMap.Partition(shard), outcome.FailedKey, cancellation) is null)
            {
                lost.Add(outcome.FailedKey);
            }
        }
    }

    internal RecordKey KeyOf(ScheduleIdentity identity) => rows.KeyOf(identity.Tenant, $"{identity.Job}~{identity.Schedule}");

    /// <summary>The schedule as it is stored, without an input that is in a blob; null when there is none.</summary>
    internal async Task<ScheduleRecord?> FindAsync(ScheduleIdentity identity, CancellationToken cancellation)
    {
        var key = KeyOf(identity);
        return await storage.Tables.GetAsync(key.Partition, key.Row, cancellation) is { } row
            ? await rows.ReadAsync(key, row, storage.Blobs, cancellation)
            : null;
    }

    /// <summary>An input that is too large for the row goes to a blob.</summary>
    internal async ValueTask<(ScheduleDefinition Definition, string? Blob)> KeepInputAsync(
        ScheduleIdentity identity, ScheduleDefinition definition, CancellationToken cancellation)
    {
        if (definition.Input is null || definition.Input.Text.Length <= ScheduleRow.InlineInput)
        {
            return (definition, null);
        }

        var blob = ScheduleRow.Blob(identity, entropy.NextName());
        await storage.Blobs.PutAsync(blob, Encoding.UTF8.GetBytes(definition.Input.Text), cancellation);
        return (definition with { Input = null }, blob);
    }

    private async Task PlanAsync(ScheduleCommit write, int shard, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = write.Old;
        var started = new List<DateTimeOffset>();
        foreach (var nominal in before?.State.Ahead(now) ?? [])
        {
            var due = FireIds.Due(before!.Seed, nominal, before.Definition.Spec.Jitter);
            var id = FireIds.Run(shard, before.Seed, nominal, due);
            var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), cancellation);
            var run = row is null ? null : RunColumns.TryRead(row);
            if (run is { Attempt: 0, Spec.Gate: null, State: RunState.Scheduled or RunState.Queued })
            {
                write.TakesBack.Add(OpenRun.Of(run, row!));
            }
            else if (run is not { Attempt: 0 } || !run.State.IsTerminal())
            {
                // It has started, or waits at its gate because a clock was ahead. One that was canceled before its time is found by its id.
                started.Add(nominal);
            }
        }

        if (write.New is not { } after)
        {
            return;
        }

        var uses = after.Definition.Spec.Calendars.Concat(before?.Definition.Spec.Calendars ?? []);
        var used = await calendars.GetManyAsync(after.Identity.Tenant, uses.Select(use => use.Id).Distinct(), cancellation);
        var changed = ScheduleChange.Of(before, after, started, used, now);
        if (changed.State.Tails.Count > ScheduleChange.MostTails)
        {
            throw new RefusalException(
                RefusalKind.Unavailable,
                "the schedule is being changed faster than its due fires are accounted for; try again",
                retryAfter: TimeSpan.FromSeconds(1));
        }

        write.Plan = FirePlanner.Wait(changed, used, now);
    }
}

/// <summary>One try of changing a schedule: what else its commit does.</summary>
/// <param name="by">Who asked for it.</param>
/// <param name="found">The schedule as it was.</param>
/// <param name="wanted">The schedule to write, with its current state and alarm; null: it is deleted.</param>
/// <param name="withdraws">Whether its runs that are due and have not started are canceled.</param>
internal sealed class ScheduleCommit(Caller by, RecordFound<ScheduleRecord> found, ScheduleRecord? wanted, bool withdraws)
{
    public FiringSchedule? Old { get; } = found.Old?.Firing;

    /// <summary>Null: it is deleted.</summary>
    public FiringSchedule? New { get; } = wanted?.Firing;

    /// <summary>Whether anything changes that fires depend on; writing what is already there must not take fires back.</summary>
    public bool TouchesFires => Old is null || New is null || !FiringSchedule.IsSame(Old, New);

    /// <summary>Fires that were handed to queues ahead and have not started.</summary>
    public List<OpenRun> TakesBack { get; } = [];

    public FirePlan? Plan { get; set; }

    /// <summary>
    /// Blobs that nothing refers to any more. What was taken back may fire again at once under the same names, so its blobs go only
    /// when the schedule no longer fires.
    /// </summary>
    public IEnumerable<string> Leaves =>
        (New is { Pause: null } ? [] : TakesBack.SelectMany(run => new[] { run.Spec.Input?.Blob, run.Spec.TargetBlob }))
        .OfType<string>()
        .Concat((Old?.Blobs ?? []).Except(Plan?.After.Blobs ?? New?.Blobs ?? []));

    /// <param name="lost">Alarms that are known to be gone.</param>
    public RecordChange<ScheduleRecord> ToChange(IReadOnlySet<string> lost)
    {
        var before = Old is not null && lost.Contains(Old.Alarm) ? Old with { Alarm = "" } : Old;
        var after = New is null ? null
            : Plan is null ? New with { State = Old!.State, Alarm = Old.Alarm }
            : ScheduleMoves.After(Plan, found.Stamp);
        return new RecordChange<ScheduleRecord>(
            after is null ? null : wanted! with { Firing = after }, (draft, _) => Compose(draft, before));
    }

    private void Compose(CommitDraft draft, FiringSchedule? before)
    {
        draft.WakesClock = true;
        TakesBack.ForEach(run => RunMoves.TakeBack(draft, run));
        if (withdraws)
        {
            var identity = (New ?? Old)!.Identity;
            var sweep = new SweepAlarm(identity.Tenant, identity.Job, JobSweep.Withdraw, draft.Now, 0, null, identity.Schedule, by.Actor);
            draft.Insert(new AlarmKey(draft.Now, SweepAlarm.Kind, found.Stamp), sweep.Write());
        }

        if (Plan is not null)
        {
            ScheduleMoves.SetAlarm(draft, before, Plan, found.Stamp);
        }
        else if (New is null && before is { Alarm.Length: > 0 })
        {
            draft.Delete(before.Alarm);
        }
    }
}

/// <summary>Inputs that nothing refers to any more.</summary>
internal static class ScheduleBlobs
{
    /// <summary>
    /// Deletes them as far as storage allows. The commit that released them has taken effect, so a failure here is not reported; it costs
    /// no more than a blob that stays.
    /// </summary>
    public static async Task TryDeleteAsync(IStorage storage, IEnumerable<string> blobs)
    {
        foreach (var blob in blobs)
        {
            try
            {
                await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
            }
            catch (StorageException)
            {
                // It stays.
            }
        }
    }
}
