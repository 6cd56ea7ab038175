using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Job alarms: a job was paused for a time, resumed, or deleted. Its unfinished runs follow in steps of a page each, so that a tick
/// stays short; a crash repeats a step, which then finds less to do.
/// </summary>
public sealed class JobHandler(ShardMap map, ShardWriter writer, IStorage storage, JobCache cache, ScheduleStore schedules, DispatchGauge gauge, RunSignals signals) : IAlarmHandler
{
    /// <summary>Who resumes a job whose pause is over, when nobody knows any more who asked for it.</summary>
    private const string Actor = "clock";

    private const int RunsPerStep = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Kind => AlarmKind.Job;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (SweepAlarm.TryRead(alarm) is not { } sweep || !await BeginAsync(tick, sweep))
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            var next = await StepAsync(sweep);
            if (next is null && sweep.Sweep == JobSweep.Delete)
            {
                await ForgetAsync(tick, sweep);
            }

            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                if (next is not null)
                {
                    draft.Insert(Keys.Alarm(draft.Now.AddMilliseconds(1), AlarmKind.Job, alarm.Key.Split('~', 4)[^1]), next.Write());
                }
            });
        }
    }

    /// <returns>False: nothing is to be done any more.</returns>
    private async Task<bool> BeginAsync(ShardTick tick, SweepAlarm sweep)
    {
        if (sweep.Sweep != JobSweep.Resume)
        {
            return true;
        }

        var key = Keys.Job(sweep.Tenant, sweep.JobId);
        if (await tick.GetAsync(key) is not { } row || JobRow.IsDeleted(row))
        {
            return false;
        }

        var pause = JobRow.PauseOf(row);
        if (pause is null)
        {
            return true;
        }

        if (pause.Until is not { } until || until > tick.Now)
        {
            // Paused anew meanwhile.
            return false;
        }

        var outcome = await tick.CommitAsync(draft => draft.Merge(key, JobRow.Resumed(sweep.By ?? Actor, draft.Now), row.ETag));
        cache.Forget(sweep.Tenant, sweep.JobId);
        return outcome.Succeeded || await BeginAsync(tick, sweep);
    }

    /// <returns>Where the next step goes on; null when the sweep is done.</returns>
    private async Task<SweepAlarm?> StepAsync(SweepAlarm sweep)
    {
        if (sweep.Shard >= map.Count)
        {
            return null;
        }

        var partition = ShardMap.Partition(sweep.Shard);
        var prefix = Keys.OpenPrefix(sweep.Tenant, sweep.JobId);
        var query = RowQuery.Prefix(partition, prefix) with { From = sweep.After is null ? prefix : sweep.After + "-", Limit = RunsPerStep };
        var page = await storage.Tables.ReadAsync(query, CancellationToken.None);
        await Task.WhenAll(page.Rows.Select(row => VisitAsync(sweep, partition, row.Key[prefix.Length..], row.Key)));
        return page.Continuation is not null && page.Rows.Count > 0 ? sweep with { After = page.Rows[^1].Key }
            : sweep.Shard + 1 < map.Count ? sweep with { Shard = sweep.Shard + 1, After = null }
            : null;
    }

    private async Task VisitAsync(SweepAlarm sweep, string partition, string id, string open)
    {
        var row = await storage.Tables.GetAsync(partition, Keys.Run(id), CancellationToken.None);
        if (row is null || RunColumns.TryRead(row) is not { } run)
        {
            await writer.CommitAsync(sweep.Shard, new CommitPart(draft => draft.Delete(open), new Proof(open, found => found is null), Patience));
            return;
        }

        if (run.State.IsTerminal() || run.State == RunState.Running || run.Spec.CreatedAt > sweep.AskedAt
            || (sweep.Schedule is not null && sweep.Schedule != run.Spec.ScheduleId))
        {
            return;
        }

        var held = HeldRun.Of(run, row);
        var moved = sweep.Sweep switch
        {
            JobSweep.Resume => Keys.AlarmKindOf(run.Token) == AlarmKind.Wait && await ResumeAsync(sweep.Shard, held),
            JobSweep.Withdraw => run.Attempt == 0 && await EndAsync(sweep, held, RunReasons.Withdrawn),
            _ => await EndAsync(sweep, held, RunReasons.JobDeleted),
        };
        if (moved)
        {
            signals.Moved(id);
        }
    }

    private async Task<bool> ResumeAsync(int shard, HeldRun run)
    {
        var place = await gauge.RoomAsync(QueueNames.Of(run.Spec.Priority), CancellationToken.None) > 0 ? Place.Queue : Place.Line;
        return await WaitingMoves.TryAsync(writer, shard, run, (draft, skip) => RunMoves.Move(draft, run, run.Step, place, skip), Patience);
    }

    private Task<bool> EndAsync(SweepAlarm sweep, HeldRun run, string reason)
    {
        var cancel = sweep.By is { } by ? new RunCancel(sweep.AskedAt, by) : null;
        return WaitingMoves.TryAsync(
            writer, sweep.Shard, run, (draft, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Canceled, reason, skip, cancel), Patience);
    }

    /// <summary>
    /// The rows of a deleted job, unless it was created anew meanwhile; its own row last, so that a step that is done again still
    /// finds the versions.
    /// </summary>
    private async Task ForgetAsync(ShardTick tick, SweepAlarm sweep)
    {
        var key = Keys.Job(sweep.Tenant, sweep.JobId);
        if (await tick.GetAsync(key) is { } job && JobRow.IsDeleted(job))
        {
            // Those that were written while the job was being deleted.
            await schedules.RemoveAllAsync(sweep.Tenant, sweep.JobId, CancellationToken.None, job);
        }

        var versions = RowQuery.Prefix(tick.Partition, Keys.JobVersionPrefix(sweep.Tenant, sweep.JobId)) with { Limit = StorageLimits.OperationsPerCommit - 2 };
        while (await tick.GetAsync(key) is { } row && JobRow.IsDeleted(row))
        {
            var page = await tick.ReadAsync(versions);
            foreach (var version in page.Rows)
            {
                if (version.Columns.Text(JobRow.DefinitionBlobColumn) is { } blob)
                {
                    await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
                }
            }

            // Under the ETag of the job's row: a job that was created anew keeps its versions.
            var outcome = await tick.CommitAsync(draft =>
            {
                foreach (var version in page.Rows)
                {
                    draft.Delete(version.Key);
                }

                if (page.Continuation is null)
                {
                    draft.Delete(key, row.ETag);
                }
                else
                {
                    draft.Merge(key, [], row.ETag);
                }
            });
            if (!outcome.Succeeded && outcome.FailedKey != key)
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of forgetting a job: {outcome.Failure}");
            }
        }
    }
}
