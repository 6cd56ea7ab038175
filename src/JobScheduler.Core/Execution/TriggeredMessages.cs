using System.Collections.Concurrent;
using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Execution;

/// <summary>
/// Executes messages that a trigger hands over. A trigger knows two outcomes: returning deletes the message, throwing counts a failure,
/// and the fifth makes suspects of its runs. Neither storage errors nor a stop are the runs' fault, so a message whose time has not come
/// is sent again and let go; if even that fails, its guard rings.
/// </summary>
public sealed class TriggeredMessages(
    ShardMap map, MessageExecutor executor, QueuePumps pumps, HandBack handBack, PoisonReader poison) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();

    /// <summary>Executes the runs behind a message. When it returns, the message can be deleted.</summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="body">The message.</param>
    /// <param name="cancellation">Signalled when the trigger gives up; nothing more is claimed then.</param>
    /// <exception cref="StorageException">The message cannot be read, and cannot be kept either: it comes back.</exception>
    public Task ExecuteAsync(string queue, string body, CancellationToken cancellation) =>
        TrackAsync(stopping => WorkAsync(queue, body, stopping), cancellation);

    /// <summary>Does work that a stop has to wait for, as it waits for messages.</summary>
    internal async Task TrackAsync(Func<CancellationToken, Task> begin, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        var work = begin(either.Token);
        _open[work] = true;
        try
        {
            await work;
        }
        finally
        {
            _open.TryRemove(work, out _);
        }
    }

    /// <summary>Takes nothing more; returns when all work in hand has ended or was handed back after the grace period.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await handBack.WhenDoneAsync(Task.WhenAll(_open.Keys));
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WorkAsync(string queue, string body, CancellationToken stopping)
    {
        try
        {
            if (Bell.TryParse(body, map.Count)?.WakesFor is { } due)
            {
                // The host's listener would find what is sent then only after its next poll.
                await pumps.Create(queue).WatchAsync(due, stopping);
                return;
            }

            if (await executor.ExecuteAsync(queue, body, null, stopping) == MessageVerdict.Later)
            {
                await executor.PutOffAsync(queue, body, stopping);
            }
        }
        catch (UnreadableMessageException)
        {
            // As a pump does: five more tries would not read it either.
            await poison.KeepAsync(queue, body);
        }
    }
}
