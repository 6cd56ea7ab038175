using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.DeadLetters;

/// <summary>
/// Answers the poison queues: doorbells of dead letters, and messages that were received five times without an answer. The runs of
/// such a message go on alone, in the queue of suspects; what cannot be read becomes a dead letter itself.
/// </summary>
public sealed class PoisonReader(
    ShardMap map, IStorage storage, ShardWriter writer, Entropy entropy, TimeProvider time, ILogger<PoisonReader> logger)
{
    /// <summary>Whose the unreadable messages are: the administrators'.</summary>
    public const string PlatformTenant = Tenants.Default;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Deals with one message. When it returns, the message can be deleted.</summary>
    /// <exception cref="StorageException">Storage fails; the message comes back.</exception>
    public async Task ReadAsync(string queue, string body)
    {
        var bell = Bell.TryParse(body, map.Count);
        if (bell is null)
        {
            await KeepAsync(queue, body);
        }
        else if (bell.DeadLetter is not null)
        {
            logger.DeadLetterArrived(bell.DeadLetter);
        }
        else
        {
            await SuspectAsync(bell);
        }
    }

    private async Task KeepAsync(string queue, string body)
    {
        var place = RunId.Create((int)(entropy.NextBits() % (ulong)map.Count), time.GetUtcNow(), entropy.NextBits());
        RunId.TryParse(place, map.Count, out var shard);
        var letter = DeadLetterRow.OfMessage(queue, body, place, Timestamp.Cut(time.GetUtcNow()));
        var key = Keys.DeadLetter(PlatformTenant, letter.Id);
        await writer.CommitAsync(shard, new CommitPart(draft => draft.Insert(key, letter.Write()), Proof.Exists(key), Patience));
        logger.MessageUnreadable(queue, letter.Id);
    }

    private async Task SuspectAsync(Bell bell)
    {
        var page = await storage.Tables.ReadAsync(
            RowQuery.Prefix(ShardMap.Partition(bell.Shard), Keys.QueuedPrefix(bell.Message!)), CancellationToken.None);
        foreach (var run in page.Rows.Select(OpenRun.TryRead).OfType<OpenRun>())
        {
            logger.RunSuspected(run.Id, bell.Message!);
            await WaitingMoves.TryAsync(
                writer, bell.Shard, run, (draft, skip) => RunMoves.Move(draft, run, run.Step with { Suspect = true }, Place.QueueAlone, skip), Patience);
        }
    }

}

/// <summary>
/// Reads poison messages that a trigger hands over. A poison queue has none of its own: a message that fails there stays hidden for
/// the rest of its ten minutes, and after the fifth time is neither read nor deleted. So while storage fails the message is sent
/// anew, which begins its count again.
/// </summary>
public sealed class TriggeredPoison(PoisonReader reader, IStorage storage)
{
    /// <summary>Until the next try.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>Deals with one message. When it returns, the message can be deleted.</summary>
    /// <exception cref="StorageException">The queue fails as well; the message comes back when its lease is over.</exception>
    public async Task ReadAsync(string queue, string body)
    {
        try
        {
            await reader.ReadAsync(queue, body);
        }
        catch (StorageException)
        {
            await storage.Queues.SendAsync(queue, body, AfterFailure, CancellationToken.None);
        }
    }
}
