using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Job alarms: a job was paused until a time, resumed, or deleted. Its open runs follow in steps of a page each, so that a tick stays
/// short; a crash repeats a step, which then finds less to do.
/// </summary>
public sealed class SweepAlarms(
    ShardMap map,
    ShardWriter writer,
    IStorage storage,
    JobCache cache,
    IEnumerable<IJobDeleted> followers,
    Dispatch dispatch,
    LineSteps lines,
    RunSignals signals) : IAlarmHandler
{
    /// <summary>The actor that resumes a job after its pause, if it is not known who set it.</summary>
    private const string Actor = "clock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Kind => SweepAlarm.Kind;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (SweepAlarm.TryRead(alarm) is not { } sweep || !await BeginAsync(tick, sweep))
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            var prefix = Keys.OpenPrefix(sweep.Tenant, sweep.JobId);
            var next = await sweep.Position.StepAsync(
                storage, map, prefix, (shard, row) => VisitAsync(sweep, shard, row.Key[prefix.Length..], row.Key));
            if (next is null && sweep.Sweep == JobSweep.Delete)
            {
                await ForgetAsync(tick, sweep);
            }

            await Walk.GoOnAsync(tick, alarm, next is { } at ? (sweep with { Shard = at.Shard, After = at.After }).Write() : null);
        }
    }

    /// <returns>False: there is nothing left to do.</returns>
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
            // Paused again in the meantime.
            return false;
        }

        var outcome = await tick.CommitAsync(draft => draft.Merge(key, JobRow.Resumed(sweep.By ?? Actor, draft.Now), row.ETag));
        cache.Forget(sweep.Tenant, sweep.JobId);
        return outcome.Succeeded || await BeginAsync(tick, sweep);
    }

    private async Task VisitAsync(SweepAlarm sweep, int shard, string id, string open)
    {
        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), CancellationToken.None);
        if (row is null || RunColumns.TryRead(row) is not { } run)
        {
            await writer.CommitAsync(shard, new CommitPart(draft => draft.Delete(open), Proof.Gone(open), Patience));
            return;
        }

        if (run.State.IsTerminal() || run.State == RunState.Running || run.Spec.CreatedAt > sweep.AskedAt
            || (sweep.Schedule is not null && sweep.Schedule != run.Spec.ScheduleId))
        {
            return;
        }

        var unfinished = OpenRun.Of(run, row);
        if (sweep.Sweep == JobSweep.Resume && unfinished.Token.Kind == TokenKind.Line)
        {
            lines.Resume(shard, unfinished);
            return;
        }

        var moved = sweep.Sweep switch
        {
            JobSweep.Resume => run.Token.Kind == TokenKind.Pause && await ResumeAsync(shard, unfinished),
            JobSweep.Withdraw => run.Attempt == 0 && await EndAsync(sweep, shard, unfinished, RunReasons.Withdrawn),
            _ => await EndAsync(sweep, shard, unfinished, RunReasons.JobDeleted),
        };
        if (moved)
        {
            signals.Moved(id);
        }
    }

    private async Task<bool> ResumeAsync(int shard, OpenRun run)
    {
        var place = await dispatch.ChooseAsync(run.Spec, CancellationToken.None);
        return await WaitingMoves.TryAsync(writer, shard, run, (draft, skip) => RunMoves.Move(draft, run, run.Step, place, skip), Patience);
    }

    private Task<bool> EndAsync(SweepAlarm sweep, int shard, OpenRun run, string reason)
    {
        var cancel = sweep.By is { } by ? new RunCancel(sweep.AskedAt, by) : null;
        return WaitingMoves.TryAsync(
            writer, shard, run, (draft, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Canceled, reason, skip, cancel), Patience);
    }

    /// <summary>
    /// Deletes the rows of the gates themselves; runs that are at work delete their slots when they end. Under the ETag of the job's row: a
    /// job that was created again keeps its limits.
    /// </summary>
    private static async Task ForgetGatesAsync(ShardTick tick, SweepAlarm sweep)
    {
        var key = Keys.Job(sweep.Tenant, sweep.JobId);
        var query = RowQuery.Prefix(tick.Partition, Keys.JobGatesPrefix(sweep.Tenant, sweep.JobId)) with { Select = [] };
        do
        {
            var page = await tick.ReadAsync(query);
            foreach (var some in page.Rows.Where(row => Keys.IsGateRow(row.Key)).Chunk(StorageLimits.OperationsPerCommit - 2))
            {
                if (await tick.GetAsync(key) is not { } job || !JobRow.IsDeleted(job))
                {
                    return;
                }

                // One that is refused leaves its rows; they limit nobody.
                await tick.CommitAsync(draft =>
                {
                    Array.ForEach(some, row => draft.Delete(row.Key));
                    draft.Merge(key, [], job.ETag);
                });
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>
    /// Deletes the rows of a deleted job, unless it was created again meanwhile; its own row last, so that a repeated step still finds the
    /// versions.
    /// </summary>
    private async Task ForgetAsync(ShardTick tick, SweepAlarm sweep)
    {
        await ForgetGatesAsync(tick, sweep);
        var key = Keys.Job(sweep.Tenant, sweep.JobId);
        if (await tick.GetAsync(key) is { } job && JobRow.IsDeleted(job))
        {
            // Whatever was written while the job was being deleted.
            foreach (var follower in followers)
            {
                await follower.RemoveAllAsync(sweep.Tenant, sweep.JobId, job, CancellationToken.None);
            }
        }

        var versions = RowQuery.Prefix(tick.Partition, Keys.JobVersionPrefix(sweep.Tenant, sweep.JobId)) with
        {
            Limit = StorageLimits.OperationsPerCommit - 2,
        };
        while (await tick.GetAsync(key) is { } row && JobRow.IsDeleted(row))
        {
            var page = await tick.ReadAsync(versions);
            foreach (var version in page.Rows.Append(row))
            {
                if (version.Columns.Text(JobRow.DefinitionBlobColumn) is { } blob)
                {
                    await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
                }
            }

            // Under the ETag of the job's row: a job that was created again keeps its versions.
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
                throw new InvalidOperationException($"a deleted job cannot be removed: row {outcome.FailedKey} is {outcome.Failure}");
            }
        }
    }
}
