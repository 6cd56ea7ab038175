namespace JobScheduler.Api.Http;

/// <summary>
/// How much of the heap the requests of this process may take at a time. The invariant: the sum of what all requests in flight can have
/// alive at worst (buffers, what is read from bodies, records and their texts, answers) is at most <see cref="Most"/>, which is half of
/// what the heap has beyond the process's own needs. Only what one request takes for its route may be cut to what there is, so that the
/// smallest process answers lists one at a time. The other half is for garbage, gaps between objects, connections and running attempts.
/// </summary>
/// <remarks>
/// It is kept before memory is used, because the runtime ends the process when an allocation of the web server fails. Each room has a
/// share of its own. Requests wait a moment for their turn, in order of arrival within their room. Who waits for a large share has only a
/// small one, and who has it waits for nothing: so no two wait for each other. Thread-safe; interlocked only, unless somebody waits.
/// </remarks>
/// <param name="most">Bytes at most.</param>
/// <param name="time">Measures how long requests wait.</param>
public sealed class MemoryBudget(long most, TimeProvider time)
{
    /// <summary>
    /// 4 MiB: a request that takes more belongs to <see cref="MemoryRoom.Large"/>, so that a few of them, however slow, do not keep the
    /// small ones out.
    /// </summary>
    public const long Small = 4 * Mebibyte;

    /// <summary>How many requests wait in one room at most.</summary>
    public const int MostWaiting = 128;

    /// <summary>How long a request waits for memory in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const long Mebibyte = 1024 * 1024;

    /// <summary>What an idle process has alive, and the engine beside requests.</summary>
    private const long Own = 24 * Mebibyte;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter>[] _waiting = [new(), new(), new()];
    private readonly long[] _taken = new long[3];
    private int _waiters;

    /// <summary>Half of what the heap may take beyond 24 MiB.</summary>
    public static MemoryBudget OfProcess(TimeProvider time) => new(MostOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), time);

    /// <summary>The budget of a process whose heap may take so many bytes.</summary>
    public static long MostOf(long heap) => Math.Max((heap - Own) / 2, 4 * Small);

    /// <summary>Bytes at most.</summary>
    public long Most => most;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => TakenOf(MemoryRoom.Large) + TakenOf(MemoryRoom.Small) + TakenOf(MemoryRoom.Report);

    /// <summary>How many requests wait.</summary>
    public int Waiting => Volatile.Read(ref _waiters);

    /// <summary>What all requests of a room may take: five eighths, a quarter and an eighth.</summary>
    public long Within(MemoryRoom room) => room switch
    {
        MemoryRoom.Large => most / 8 * 5,
        MemoryRoom.Small => most / 4,
        _ => most / 8,
    };

    /// <summary>Bytes that requests of a room have now.</summary>
    internal long TakenOf(MemoryRoom room) => Interlocked.Read(ref _taken[(int)room]);

    /// <summary>Takes bytes now, past all that wait.</summary>
    /// <returns>False: they are not there, and nothing was taken.</returns>
    internal bool TryTake(long bytes, MemoryRoom room)
    {
        if (Interlocked.Add(ref _taken[(int)room], bytes) <= Within(room))
        {
            return true;
        }

        Return(bytes, room);
        return false;
    }

    /// <summary>Now, to measure how long a request has waited.</summary>
    internal long Timestamp => time.GetTimestamp();

    /// <summary>How long it is since.</summary>
    internal TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>Takes bytes, and waits for them if others have them.</summary>
    /// <returns>False: they were not there in time, or too many wait; nothing was taken.</returns>
    internal ValueTask<bool> TakeAsync(long bytes, MemoryRoom room, TimeSpan patience, CancellationToken cancellation) =>
        Waiting == 0 && TryTake(bytes, room) ? new(true) : new(WaitAsync(bytes, room, patience, cancellation));

    internal void Return(long bytes, MemoryRoom room)
    {
        Interlocked.Add(ref _taken[(int)room], -bytes);
        if (Waiting > 0)
        {
            Serve();
        }
    }

    private async Task<bool> WaitAsync(long bytes, MemoryRoom room, TimeSpan patience, CancellationToken cancellation)
    {
        var queue = _waiting[(int)room];
        var waiter = new Waiter(bytes);
        lock (_lock)
        {
            if (queue.Count == MostWaiting)
            {
                return false;
            }

            queue.AddLast(waiter);
            Interlocked.Increment(ref _waiters);
        }

        // What was returned before this one could be seen waiting.
        Serve();
        try
        {
            await waiter.Turn.Task.WaitAsync(patience, time, cancellation);
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            if (TryLeave(queue, waiter))
            {
                // Those behind it may need less.
                Serve();
                cancellation.ThrowIfCancellationRequested();
                return false;
            }

            if (cancellation.IsCancellationRequested)
            {
                Return(bytes, room);
                throw;
            }

            return true;
        }
    }

    private bool TryLeave(LinkedList<Waiter> queue, Waiter waiter)
    {
        lock (_lock)
        {
            if (!queue.Remove(waiter))
            {
                return false;
            }

            Interlocked.Decrement(ref _waiters);
            return true;
        }
    }

    /// <summary>Gives what there is to those who wait: within a room in order, so that large ones have their turn too.</summary>
    private void Serve()
    {
        lock (_lock)
        {
            for (var room = MemoryRoom.Report; room >= MemoryRoom.Large; room--)
            {
                var queue = _waiting[(int)room];
                ref var taken = ref _taken[(int)room];
                while (queue.First is { } first)
                {
                    if (Interlocked.Add(ref taken, first.Value.Bytes) > Within(room))
                    {
                        Interlocked.Add(ref taken, -first.Value.Bytes);
                        break;
                    }

                    queue.RemoveFirst();
                    Interlocked.Decrement(ref _waiters);
                    first.Value.Turn.SetResult();
                }
            }
        }
    }

    /// <summary>A request that waits for so many bytes.</summary>
    private sealed record Waiter(long Bytes)
    {
        // Whoever returns memory must not run the request that gets it.
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Requests that share a part of the budget.</summary>
public enum MemoryRoom
{
    /// <summary>Lists, contents and large bodies.</summary>
    Large,

    /// <summary>Requests of the usual size.</summary>
    Small,

    /// <summary>Reports of running attempts.</summary>
    Report,
}
