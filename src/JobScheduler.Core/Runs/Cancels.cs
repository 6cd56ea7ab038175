using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Cancels runs.</summary>
public sealed class Cancels(
    RunFinder runs, ShardWriter writer, IEnumerable<ICancelListener> listeners, RunSignals signals, TimeProvider time)
{
    private const int Tries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Cancels a run: one that waits ends at once; one that is running is told by the next beat of its executor. Canceling twice is not an
    /// error.
    /// </summary>
    /// <exception cref="RefusalException">There is no such run in the tenant, or it has already ended otherwise.</exception>
    public async Task<RunRecord> CancelAsync(Caller by, string id, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var found = await runs.FindAsync(by.Tenant, id, cancellation);
            var run = found.Run;
            if (run.State.IsTerminal() || run.Cancel is not null)
            {
                return run.State is RunState.Canceled || !run.State.IsTerminal()
                    ? run
                    : throw RefusalException.Conflict($"run '{id}' has ended: {run.State.ToString().ToLowerInvariant()}");
            }

            var cancel = new RunCancel(Timestamp.Cut(time.GetUtcNow()), by.Actor);
            if (run.State == RunState.Running ? await MarkAsync(found, cancel) : await EndAsync(found, cancel))
            {
                foreach (var listener in listeners)
                {
                    listener.CancelRequested(id);
                }

                signals.Moved(id);
                return (await runs.FindAsync(by.Tenant, id, cancellation)).Run;
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"run '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>Cancels the run if it is still open.</summary>
    /// <returns>False: there is no such run, or it has already ended.</returns>
    internal async Task<bool> TryCancelAsync(Caller by, string? id)
    {
        try
        {
            return id is not null && await CancelAsync(by, id, CancellationToken.None) is not null;
        }
        catch (RefusalException refusal) when (refusal.Kind is RefusalKind.NotFound or RefusalKind.Conflict)
        {
            return false;
        }
    }

    private async Task<bool> MarkAsync(FoundRun found, RunCancel cancel)
    {
        var text = JsonSerializer.Serialize(cancel, RunJson.Compact.RunCancel);
        var outcome = await writer.CommitAsync(found.Shard, new CommitPart(
            draft =>
            {
                draft.Merge(found.Run.Token, LeaseMark.Write());
                draft.Merge(found.Row.Key, new Columns { { RunColumns.Cancel, text } });
            },
            Proof.HasText(found.Row.Key, RunColumns.Cancel, text),
            Patience));
        return outcome.Succeeded;
    }

    private Task<bool> EndAsync(FoundRun found, RunCancel cancel)
    {
        var run = found.Open;
        return WaitingMoves.TryAsync(
            writer,
            found.Shard,
            run,
            (draft, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Canceled, RunReasons.Canceled, skip, cancel),
            Patience);
    }
}

/// <summary>
/// Is told of each cancel requested in this process. For speed only: an executor learns of it with its next beat anyway.
/// </summary>
public interface ICancelListener
{
    /// <summary>The run has been canceled, or is marked to be canceled.</summary>
    void CancelRequested(string run);
}
