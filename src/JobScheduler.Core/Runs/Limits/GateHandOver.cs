using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>
/// Hands the slot of an overlap rule on to the next run in its queue, at once and by whoever has ended the run before. The alarm that the
/// end has set does the same, and clears away what is left.
/// </summary>
public sealed class GateHandOver(
    ShardWriter writer, IStorage storage, Dispatch dispatch, RunSignals signals, ILogger<GateHandOver> logger) : ILineListener
{
    private const int MostTries = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    void ILineListener.Hint(int shard, LineHint hint)
    {
        if (!GateName.Read(hint.Gate).IsLimit)
        {
            // Not awaited: whoever has ended a run does not wait for the next one. It ends by itself, and handles every error.
            _ = HandOnAsync(shard, hint.Gate);
        }
    }

    private async Task HandOnAsync(int shard, string gate)
    {
        try
        {
            for (var tries = 0; tries < MostTries && !await TryHandOnAsync(shard, gate); tries++)
            {
            }
        }
        catch (Exception error)
        {
            // The clock does it.
            logger.LineNotMoved(error, shard, gate);
        }
    }

    /// <returns>False: the gate has changed meanwhile; it is read again.</returns>
    private async Task<bool> TryHandOnAsync(int shard, string gate)
    {
        var partition = ShardMap.Partition(shard);
        var view = await GateMoves.ReadAsync(storage.Tables, partition, gate);
        if (view.Holder is not null || await GateMoves.FirstAsync(storage.Tables, partition, view) is not ({ } next, var at, _))
        {
            return true;
        }

        var place = await dispatch.ChooseAsync(next.Spec, CancellationToken.None);
        var outcome = await writer.CommitAsync(shard, new CommitPart(
            draft =>
            {
                draft.Delete(at);
                GateMoves.Enter(draft, next, view.SlotETag);
                RunMoves.Move(draft, next, next.Step, place, RunMoves.SkipNothing);
            },
            Proof.Gone(next.Token),
            Patience));
        if (outcome.Succeeded)
        {
            signals.Moved(next.Id);
        }

        return outcome.Succeeded;
    }
}
