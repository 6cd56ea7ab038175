using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Upkeep;

/// <summary>
/// Deletes ended runs after their retention, with everything that belongs to them: blobs first, so that a crash leaves no orphans.
/// </summary>
public sealed class RetentionAlarms(IStorage storage) : IAlarmHandler
{
    /// <summary>The time between two walks over a shard.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private const int RunsPerPage = 100;

    public const string KindName = "retention";

    public string Kind => KindName;

    public TimeSpan? Farthest => Period;

    public IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => [new AlarmKey(now + Period, Kind, "walk")];

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.RunPrefix) with
            {
                Limit = RunsPerPage,
                Filters = [new ColumnFilter(RunColumns.KeepUntil, Comparison.LessOrEqual, tick.Now)],
                Continuation = Walk.PositionOf(alarm),
            });
            await DeleteAsync(tick, page.Rows);
            await Walk.RepeatAsync(tick, alarm, page.Continuation, Period);
        }
    }

    private async Task DeleteAsync(ShardTick tick, IReadOnlyList<Row> rows)
    {
        var batch = new List<string>();
        foreach (var row in rows)
        {
            var keys = await KeysOfAsync(row);
            if (batch.Count + keys.Count > StorageLimits.OperationsPerCommit - 1)
            {
                await DeleteAsync(tick, batch);
                batch = [];
            }

            // A run with very many attempts needs several commits; its own row is deleted last.
            foreach (var some in keys.Chunk(StorageLimits.OperationsPerCommit - 1))
            {
                batch.AddRange(some);
                if (keys.Count > StorageLimits.OperationsPerCommit - 1)
                {
                    await DeleteAsync(tick, batch);
                    batch = [];
                }
            }
        }

        await DeleteAsync(tick, batch);
    }

    private static async Task DeleteAsync(ShardTick tick, List<string> keys)
    {
        while (keys.Count > 0)
        {
            var outcome = await tick.CommitAsync(draft => keys.ForEach(key => draft.Delete(key)));
            if (outcome.Succeeded)
            {
                return;
            }

            // Already gone: an earlier walk was interrupted.
            keys.Remove(outcome.FailedKey!);
        }
    }

    /// <summary>The rows of a run, its own last; also deletes its blobs.</summary>
    private async Task<List<string>> KeysOfAsync(Row row)
    {
        if (RunColumns.TryRead(row) is not { } run)
        {
            return [row.Key];
        }

        var spec = run.Spec;
        await DeleteBlobsAsync(run, row.Columns.Flag(RunColumns.Logged));
        var keys = Enumerable.Range(1, run.Attempt).Select(number => Keys.Attempt(run.Id, number)).ToList();
        if (spec.JobId is not null)
        {
            keys.Add(Keys.Ended(spec.Tenant, spec.JobId, run.Id));
        }

        if (spec.KeyHash is not null)
        {
            keys.Add(Keys.IdempotencyKey(spec.Tenant, spec.JobId, spec.KeyHash));
        }

        keys.Add(row.Key);
        return keys;
    }

    private async Task DeleteBlobsAsync(RunRecord run, bool logged)
    {
        var blobs = new List<string?>
        {
            run.Spec.Input?.Blob,
            run.Spec.TargetBlob,
            run.End?.Result?.Blob,
            logged ? RunBlobs.Log(run.Id) : null,
        };
        if (run.Lost > 0)
        {
            // A lost attempt may have written its result before it learned that it was lost.
            blobs.AddRange(Enumerable.Range(1, run.Attempt).Select(number => RunBlobs.Result(run.Id, number)));
        }

        foreach (var blob in blobs.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
        }
    }
}
