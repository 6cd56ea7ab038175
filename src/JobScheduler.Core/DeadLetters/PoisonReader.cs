using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.DeadLetters;

/// <summary>
/// Handles the poison queues: notices of dead letters, and messages that were received five times without success. The runs of such a
/// message continue one by one, in the queue of suspects; an unreadable message becomes a dead letter itself.
/// </summary>
public sealed class PoisonReader(
    ShardMap map, IStorage storage, ShardWriter writer, Entropy entropy, TimeProvider time, ILogger<PoisonReader> logger)
{
    /// <summary>The tenant of unreadable messages: the administrator's.</summary>
    public const string PlatformTenant = Tenants.Default;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Handles one message. On return, the message can be deleted.</summary>
    /// <exception cref="StorageException">Storage fails; the message becomes visible again.</exception>
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

    /// <summary>Keeps a message that cannot be read, as a dead letter of the platform. On return, the message can be deleted.</summary>
    /// <exception cref="StorageException">Storage fails; the message must stay.</exception>
    public async Task KeepAsync(string queue, string body)
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
        foreach (var run in page.Rows.Select(OpenRun.TryRead).OfType<OpenRun>().Where(run => bell.Runs?.Contains(run.Id) != false))
        {
            logger.RunSuspected(run.Id, bell.Message!);
            await WaitingMoves.TryAsync(
                writer,
                bell.Shard,
                run,
                (draft, skip) => RunMoves.Move(draft, run, RunMoves.Granted(run) with { Suspect = true }, Place.QueueAlone, skip),
                Patience);
        }
    }
}
