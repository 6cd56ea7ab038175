using JobScheduler.Storage;

namespace JobScheduler.DeadLetters;

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
