using System.Text;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Writes changes of schedules: the row, its alarm, and the fires that were handed to queues ahead, in one commit.</summary>
public sealed class ScheduleStore(
    IStorage storage, ShardWriter writer, ShardMap map, JobCache jobs, CalendarCache calendars, QueueSignals signals, Entropy entropy, TimeProvider time) : IJobDeleted
{
    private const int Tries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads, decides, writes under the ETag; again when a fire or another writer was faster.</summary>
    /// <param name="identity">Which schedule.</param>
    /// <param name="decide">What is to be, from what is; null deletes the schedule.</param>
    /// <param name="withdraw">Whether its runs that are due and have not started are canceled.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What was written; null when it was deleted.</returns>
    internal async Task<ScheduleChanged?> ChangeAsync(
        ScheduleIdentity identity, Func<StoredSchedule?, DateTimeOffset, Task<StoredSchedule?>> decide, bool withdraw, CancellationToken cancellation)
    {
        var shard = map.OfJob(identity.Tenant, identity.Job);
        var lost = new HashSet<string>(StringComparer.Ordinal);
        for (var tries = 0; tries < Tries; tries++)
        {
            if ((await jobs.ReadAsync(identity.Tenant, identity.Job, cancellation)).Job is null)
            {
                throw RefusalException.NotFound("job", identity.Job);
            }

            var now = Timestamp.Cut(time.GetUtcNow());
            var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), KeyOf(identity), cancellation);
            var old = row is null ? null : StoredSchedule.TryRead(row, now);
            var write = new ScheduleCommit(old, await decide(old, now), row, entropy, withdraw);
            if (write.TouchesFires)
            {
                await PlanAsync(write, shard, now, cancellation);
            }

            var outcome = await writer.CommitAsync(shard, new CommitPart(draft => write.Compose(draft, lost), write.Proof, Patience));
            if (outcome.Succeeded)
            {
                signals.WakeClock(shard);
                await ScheduleBlobs.TryDeleteAsync(storage, write.Leaves);
                return write.New is null ? null : new ScheduleChanged(write.New.Schedule with { ETag = write.Stamp }, write.Plan?.After ?? old!.Held, old is null);
            }

            if (tries > 1 && outcome.FailedKey is { } failed && failed == old?.Held.Alarm)
            {
                // The alarm of an unchanged row is not there: edited by hand. It gets a new one.
                lost.Add(failed);
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"schedule '{identity.Schedule}' is being changed by many requests at once; try again", retryAfter: TimeSpan.FromSeconds(1));
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
                new Proof(page.Rows[0].Key, row => row is null),
                Patience));
            if (outcome.Succeeded)
            {
                await ScheduleBlobs.TryDeleteAsync(storage, page.Rows.Select(HeldSchedule.TryRead).SelectMany(schedule => schedule?.Blobs ?? []));
            }

            if (outcome.Succeeded || outcome.FailedKey == deleted.Key)
            {
                // Its ETag has changed, by this commit or by whoever made the job anew or forgot it.
                if (await storage.Tables.GetAsync(ShardMap.Partition(shard), deleted.Key, cancellation) is not { } now || !JobRow.IsDeleted(now))
                {
                    return;
                }

                deleted = now;
            }

            if (outcome is { Succeeded: false, Failure: CommitFailure.Missing } && outcome.FailedKey!.StartsWith(AlarmKey.Prefix, StringComparison.Ordinal)
                && await storage.Tables.GetAsync(ShardMap.Partition(shard), outcome.FailedKey, cancellation) is null)
            {
                lost.Add(outcome.FailedKey);
            }
        }
    }

    internal static string KeyOf(ScheduleIdentity identity) => Keys.Schedule(identity.Tenant, identity.Job, identity.Schedule);

    /// <summary>An input that is too large for the row goes to a blob.</summary>
    internal async ValueTask<(ScheduleDefinition Definition, string? Blob)> KeepInputAsync(ScheduleIdentity identity, ScheduleDefinition definition, CancellationToken cancellation)
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
        var before = write.Old?.Held;
        var started = new List<DateTimeOffset>(); // those that cannot be taken back
        foreach (var nominal in before?.State.Ahead(now) ?? [])
        {
            var due = FireIds.Due(before!.Seed, nominal, before.Definition.Spec.Jitter);
            var id = FireIds.Run(shard, before.Seed, nominal, due);
            var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), cancellation);
            var run = row is null ? null : RunColumns.TryRead(row);
            if (run is { Attempt: 0, Spec.Gate: null, State: RunState.Scheduled or RunState.Queued })
            {
                write.TakesBack.Add(HeldRun.Of(run, row!));
            }
            else if (run is not { Attempt: 0 } || !run.State.IsTerminal())
            {
                // It has started; or a clock was ahead, and it is at its gate. One that was canceled before its time is found by its id.
                started.Add(nominal);
            }
        }

        if (write.New is not { } after)
        {
            return;
        }

        var uses = after.Held.Definition.Spec.Calendars.Concat(before?.Definition.Spec.Calendars ?? []);
        var used = await calendars.GetManyAsync(after.Held.Identity.Tenant, uses.Select(use => use.Id).Distinct(), cancellation);
        var changed = ScheduleChange.Of(before, after.Held, started, used, now);
        if (changed.State.Tails.Count > ScheduleChange.MostTails)
        {
            throw new RefusalException(
                RefusalKind.Unavailable, "the schedule is being changed faster than its due fires are accounted for; try again", retryAfter: TimeSpan.FromSeconds(1));
        }

        write.Plan = FirePlanner.Wait(changed, used, now);
    }
}
