namespace JobScheduler.Api.Http;

/// <summary>
/// What one request has of the budget, from its admission until its answer is sent. Used by one flow at a time, but
/// <see cref="Dispose"/> may be called again, and from anywhere.
/// </summary>
internal sealed class MemoryLease(MemoryBudget budget, MemoryRoom room) : IDisposable
{
    private static readonly Dictionary<string, string> Headers = new() { ["Retry-After"] = "2" };

    private MemoryRoom _room = room;
    private TimeSpan _patience = MemoryBudget.Patience;
    private long _taken;

    /// <summary>What it has.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>What it could still get if no other request had anything.</summary>
    public long MostMore => Math.Max(0, budget.Within(MemoryRoom.Large) - Taken);

    /// <summary>Takes bytes, and waits for them a moment.</summary>
    /// <exception cref="ProblemException">503: other requests have it.</exception>
    public ValueTask TakeAsync(long bytes, CancellationToken cancellation)
    {
        var room = RoomOf(Taken + bytes);
        var turn = budget.TakeAsync(InRoom(room, bytes), room, _patience, cancellation);
        if (!turn.IsCompletedSuccessfully)
        {
            return AddAsync(turn, bytes, room);
        }

        Add(bytes, room, turn.Result);
        return default;
    }

    /// <summary>Takes bytes that have to be there, because the request holds what others wait for.</summary>
    /// <exception cref="ProblemException">503: other requests have it.</exception>
    public void Take(long bytes)
    {
        var room = RoomOf(Taken + bytes);
        Add(bytes, room, budget.TryTake(InRoom(room, bytes), room));
    }

    public void Return(long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        budget.Return(bytes, _room);
    }

    /// <summary>The answer, or a part of it, is made: it keeps that much at most, and may wait anew for more.</summary>
    public void KeepOnly(long bytes)
    {
        _patience = MemoryBudget.Patience;
        if (Taken - bytes is > 0 and var rest)
        {
            Return(rest);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _taken, 0) is > 0 and var rest)
        {
            budget.Return(rest, _room);
        }
    }

    private MemoryRoom RoomOf(long bytes) => bytes > MemoryBudget.Small ? MemoryRoom.Large : _room;

    /// <summary>Who changes the room takes everything there, and then leaves the old one.</summary>
    private long InRoom(MemoryRoom room, long bytes) => room == _room ? bytes : Taken + bytes;

    private async ValueTask AddAsync(ValueTask<bool> turn, long bytes, MemoryRoom room)
    {
        var since = budget.Timestamp;
        var isTaken = await turn;
        var rest = _patience - budget.Since(since);
        _patience = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        Add(bytes, room, isTaken);
    }

    private void Add(long bytes, MemoryRoom room, bool isTaken)
    {
        if (!isTaken)
        {
            throw new ProblemException(
                ProblemKind.Unavailable,
                "other requests have the memory that this one needs; nothing was changed. Send it again, or ask for less at a time")
            {
                Headers = Headers,
            };
        }

        if (room != _room)
        {
            budget.Return(Taken, _room);
            _room = room;
        }

        Interlocked.Add(ref _taken, bytes);
    }
}
