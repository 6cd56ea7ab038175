using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// How full the queues are, so that the backlog lives in tables: beyond <see cref="DispatchOptions.QueueRoom"/> messages a run
/// joins the backlog instead of a message. Approximate by design: it decides where a run waits, never whether it runs.
/// </summary>
public sealed class DispatchGauge(IStorage storage, DispatchOptions options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Depth> _depths = new(StringComparer.Ordinal);

    /// <summary>
    /// How many messages still fit. An idle process does not ask storage; a process asks after it has used a share of the room itself, or
    /// while the queue was last seen half full.
    /// </summary>
    public async ValueTask<int> RoomAsync(string queue, CancellationToken cancellation)
    {
        var depth = _depths.GetOrAdd(queue, _ => new Depth());
        var now = time.GetUtcNow();
        long known;
        bool ask;
        lock (depth)
        {
            known = depth.Counted + depth.Used;
            ask = now - depth.At >= Fresh && (depth.Used >= Math.Max(1, options.QueueRoom / 8) || depth.Counted >= options.QueueRoom / 2);
            if (ask)
            {
                depth.At = now;
            }
        }

        if (ask)
        {
            known = await CountAsync(queue, depth, cancellation) ?? known;
        }

        return (int)Math.Max(0, options.QueueRoom - known);
    }

    /// <summary>Whether there is room for one more run; if so, it counts as placed even before its message is sent.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="targetClass">The class of its target: it shares a message with others of it at most.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async ValueTask<bool> TryPlaceAsync(string queue, string targetClass, CancellationToken cancellation)
    {
        if (await RoomAsync(queue, cancellation) == 0)
        {
            return false;
        }

        var depth = _depths.GetOrAdd(queue, _ => new Depth());
        lock (depth)
        {
            depth.Place(targetClass);
        }

        return true;
    }

    /// <summary>How many messages still fit, counted now; for the clock, which admits as many as fit.</summary>
    public async ValueTask<int> CountedRoomAsync(string queue, CancellationToken cancellation)
    {
        var known = await CountAsync(queue, _depths.GetOrAdd(queue, _ => new Depth()), cancellation);
        return (int)Math.Max(0, options.QueueRoom - (known ?? options.QueueRoom));
    }

    /// <summary>A message was sent by this process.</summary>
    public void Sent(string queue)
    {
        var depth = _depths.GetOrAdd(queue, _ => new Depth());
        lock (depth)
        {
            depth.Sent++;
        }
    }

    private async ValueTask<long?> CountAsync(string queue, Depth depth, CancellationToken cancellation)
    {
        try
        {
            var counted = await storage.Queues.CountAsync(queue, cancellation);
            lock (depth)
            {
                depth.Counted = counted;
                depth.Sent = 0;
                depth.ForgetPlaced();
                depth.At = time.GetUtcNow();
            }

            return counted;
        }
        catch (StorageException error) when (error.IsTransient)
        {
            return null;
        }
    }

    private sealed class Depth
    {
        private readonly Dictionary<string, long> _placed = new(StringComparer.Ordinal);
        private long _placedMessages;

        public long Counted { get; set; }

        public long Sent { get; set; }

        /// <summary>Messages since the last count: those sent, or the fewest that the placed runs need.</summary>
        public long Used => Math.Max(Sent, _placedMessages);

        public DateTimeOffset At { get; set; } = DateTimeOffset.MinValue;

        /// <summary>
        /// A run is placed in a message that may not be sent yet: a large bulk submission must take its own runs into account.
        /// </summary>
        public void Place(string targetClass)
        {
            var before = _placed.GetValueOrDefault(targetClass);
            _placed[targetClass] = before + 1;
            _placedMessages += before % CommitDraft.RunsPerMessage == 0 ? 1 : 0;
        }

        public void ForgetPlaced()
        {
            _placed.Clear();
            _placedMessages = 0;
        }
    }
}

/// <summary>How much is dispatched to the queues. Configuration section <c>Dispatch</c>.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>Messages (of up to 32 runs) that a queue may hold before runs wait in the backlog. Default 256.</summary>
    [Range(1, 100_000)]
    public int QueueRoom { get; set; } = 256;
}
