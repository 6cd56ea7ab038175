using System.Collections.Concurrent;
using JobScheduler.Gates;
using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>
/// Moves the lines at the gates of limits: grants places to the first in line, one commit for many. Anyone may do so at any time, because
/// the gate's own row lets one grant come after the other: whoever has ended a run, or put one into a line, or the clock.
/// </summary>
public sealed class LineSteps(
    ShardWriter writer,
    IStorage storage,
    JobCache jobs,
    Dispatch dispatch,
    Cancels cancels,
    RunSignals signals,
    Entropy entropy,
    TimeProvider time,
    ILogger<LineSteps> logger) : ILineListener
{
    /// <summary>The actor that cancels a run in favor of a newer one.</summary>
    private const string Actor = "limit";

    private const int MostTries = 20;
    private const int MostSteps = 50;

    /// <summary>
    /// A gate that was found full is not looked at again for this long because of runs that join its line: the place that one has missed
    /// because it joined just when others looked is found then.
    /// </summary>
    private static readonly TimeSpan LooksApart = TimeSpan.FromSeconds(1);

    /// <summary>What is farther ahead, the alarm of the line sets when it rings.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(int Shard, string Gate), LineWatch> _watches = new();

    void ILineListener.Hint(int shard, LineHint hint)
    {
        if (!GateName.Read(hint.Gate).IsLimit)
        {
            return;
        }

        var key = (shard, hint.Gate);
        while (true)
        {
            var watch = _watches.GetOrAdd(key, _ => new LineWatch(time));
            if (watch.TryHint(hint.IsFreed, out var begins))
            {
                if (begins)
                {
                    // Not awaited: whoever has freed a place does not wait for the next one. It ends by itself, and handles every error.
                    _ = FollowAsync(key, watch);
                }

                return;
            }

            // It has just ended.
            _watches.TryRemove(KeyValuePair.Create(key, watch));
        }
    }

    /// <summary>The job of a run in a line is not paused any more.</summary>
    public void Resume(int shard, OpenRun run)
    {
        if (Passage.Next(run.Spec, run.Step) is { } limit)
        {
            ((ILineListener)this).Hint(shard, new LineHint(Passage.GateOf(run.Spec, limit), IsFreed: false));
        }
    }

    /// <summary>Moves the line as far as it can move now.</summary>
    /// <returns>Whether runs are left in it, and when it can move by the passing of time.</returns>
    /// <exception cref="StorageException">Storage fails.</exception>
    public async Task<LineState> MoveAsync(int shard, string gate)
    {
        var name = GateName.Read(gate);
        var skip = new HashSet<string>(StringComparer.Ordinal);
        for (var (failures, steps) = (0, 0); ; steps++)
        {
            if (steps == MostSteps)
            {
                // The alarm goes on, so that a tick stays short.
                return new LineState(HasRuns: true, time.GetUtcNow());
            }

            var view = await LineView.ReadAsync(
                query => storage.Tables.ReadAsync(query, CancellationToken.None),
                ShardMap.Partition(shard),
                gate,
                LineStep.MostGrants + 1);
            if (view.Line.Count == 0)
            {
                return await ClearAsync(shard, name, view);
            }

            var job = await jobs.GetAsync(name.Tenant, name.Job, CancellationToken.None);
            if (job is { IsUnreadable: true } or { Record.Pause: not null })
            {
                return new LineState(HasRuns: true, null);
            }

            var step = new LineStep(gate, view, await RunsAsync(shard, view), entropy.NextName());
            await step.DecideAsync(await LimitAsync(shard, name, view), Timestamp.Cut(time.GetUtcNow()), job.ReadAt, dispatch);
            if (step.IsNothing)
            {
                foreach (var run in step.GivenUp)
                {
                    await cancels.TryCancelAsync(new Caller(name.Tenant, Actor), run);
                }

                return new LineState(HasRuns: true, step.NextAt);
            }

            var outcome = await writer.CommitAsync(shard, new CommitPart(draft => step.Compose(draft, skip), step.Proof, Patience));
            if (outcome.Succeeded)
            {
                failures = 0;
                foreach (var run in step.Moved)
                {
                    signals.Moved(run);
                }
            }
            else if (++failures == MostTries && !step.IsOdd(outcome.FailedKey!))
            {
                // Others are faster each time, and whoever is looks again.
                return new LineState(HasRuns: true, null);
            }
            else if (failures == MostTries)
            {
                throw new InvalidOperationException(
                    $"the line at gate {gate} cannot be moved: row {outcome.FailedKey} is {outcome.Failure}");
            }
            else if (step.IsOdd(outcome.FailedKey!))
            {
                skip.Add(outcome.FailedKey!);
            }
        }
    }

    /// <summary>
    /// The gate of a value of a key has no rows while nobody needs it: there may be any number of values.
    /// </summary>
    private async ValueTask<LineState> ClearAsync(int shard, GateName name, LineView view)
    {
        if (name.Limit == name || view.Row is not { } row || !view.IsIdle)
        {
            return LineState.Empty;
        }

        var used = GateRow.Read(row.Columns).UsedUntil;
        if (used > time.GetUtcNow())
        {
            return new LineState(HasRuns: false, used);
        }

        // If it is refused, somebody needs it again.
        await writer.CommitAsync(
            shard, new CommitPart(draft => draft.Delete(row.Key, row.ETag), Proof.Gone(row.Key), Patience));
        return LineState.Empty;
    }

    /// <summary>
    /// The runs at the head of the line; one whose copy cannot be read is rebuilt from its row, one without a row is left out.
    /// </summary>
    private async ValueTask<List<OpenRun>> RunsAsync(int shard, LineView view)
    {
        var runs = new List<OpenRun>(view.Line.Count);
        foreach (var row in view.Line)
        {
            if (OpenRun.TryRead(row) is { } run)
            {
                runs.Add(run);
            }
            else if (Token.Read(row.Key).Run is { } id
                && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), CancellationToken.None) is { } found
                && RunColumns.TryRead(found) is { } record
                && record.Token.Key == row.Key)
            {
                runs.Add(OpenRun.Of(record, found));
            }
        }

        return runs;
    }

    /// <summary>The limit that holds now. A value of a key has the one of the job's row.</summary>
    private async ValueTask<GateRow> LimitAsync(int shard, GateName name, LineView view)
    {
        var own = view.Row is null ? GateRow.Open : GateRow.Read(view.Row.Columns);
        if (name.Limit == name)
        {
            return own;
        }

        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.GateRow(name.Limit.Prefix), CancellationToken.None);
        return own.WithLimitOf(row is null ? GateRow.Open : GateRow.Read(row.Columns));
    }

    private async Task FollowAsync((int Shard, string Gate) key, LineWatch watch)
    {
        try
        {
            while (await watch.NextAsync(LooksApart))
            {
                var state = await MoveAsync(key.Shard, key.Gate);
                watch.Looked(state.HasRuns);
                if (state is { HasRuns: true, NextAt: { } at } && at - time.GetUtcNow() < LongestAlarm && watch.IsNews(at))
                {
                    var alarm = TurnAlarm.KeyAt(key.Gate, at, time.GetUtcNow());
                    await writer.CommitAsync(
                        key.Shard, new CommitPart(draft => draft.Upsert(alarm, []), Proof.Exists(alarm), Patience));
                }
            }
        }
        catch (Exception error)
        {
            // The alarm of the line moves it.
            logger.LineNotMoved(error, key.Shard, key.Gate);
            watch.End();
        }

        _watches.TryRemove(KeyValuePair.Create(key, watch));
    }
}

/// <summary>What is left of a line.</summary>
/// <param name="HasRuns">Whether runs are in it.</param>
/// <param name="NextAt">
/// When the first can be granted its place by the passing of time alone; without runs, when the gate can be cleared away. Null: not known.
/// </param>
public readonly record struct LineState(bool HasRuns, DateTimeOffset? NextAt)
{
    public static readonly LineState Empty = new(false, null);
}
