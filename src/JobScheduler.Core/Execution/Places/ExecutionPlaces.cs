using JobScheduler.Runs;
using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>
/// The places for running work in this process, in two pools: handlers work here, calls only wait for others, and neither holds up the
/// other. <see cref="PlacePool"/> says who gets the next. Suspects run one at a time over both.
/// </summary>
public sealed class ExecutionPlaces : IPlaces
{
    private readonly Lock _lock = new();
    private readonly PlacePool _handlers;
    private readonly PlacePool _calls;
    /// <summary>After this long in which nobody got a place, those who wait may have to wait for longer still.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<PlaceRequest, Ticket> _tickets = [];
    private readonly TimeProvider _time;
    private long _handlersServed;
    private long _callsServed;
    private bool _suspectBusy;
    private int _waiting;

    /// <param name="workers">For handlers.</param>
    /// <param name="calls">For calls over HTTP.</param>
    /// <param name="time">The clock.</param>
    public ExecutionPlaces(int workers, int calls, TimeProvider time)
    {
        _time = time;
        _handlers = new PlacePool(workers, leavesRoom: false);
        _calls = new PlacePool(calls, leavesRoom: true);
    }

    /// <summary>How many handlers can run at once.</summary>
    public int Workers => _handlers.Size;

    /// <summary>How many messages wait for a place.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits until at least one of the runs has a place, and takes those that are free for any of them.</summary>
    /// <param name="wanted">One for each run.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The positions of those that have a place; each must be released.</returns>
    public async Task<IReadOnlyList<int>> TakeAsync(IReadOnlyList<PlaceKey> wanted, CancellationToken cancellation)
    {
        var ticket = new Ticket(wanted);
        lock (_lock)
        {
            foreach (var request in ticket.Requests)
            {
                _tickets.Add(request, ticket);
                PoolOf(request.Key).Wait(request);
            }

            Serve();
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            await using var registration = cancellation.Register(() => GiveUp(ticket, cancellation));
            return await ticket.Granted.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(PlaceKey key)
    {
        lock (_lock)
        {
            PoolOf(key).Release(key);
            _suspectBusy &= key.Queue != QueueNames.Suspect;
            Serve();
        }
    }

    /// <summary>Whether a run could start now, if no other waited.</summary>
    public bool IsFreeFor(PlaceKey key)
    {
        lock (_lock)
        {
            return PoolOf(key).IsMeantFor(key);
        }
    }

    bool IPlaces.AreFreeFor(string queue, RunSpec spec) => IsFreeFor(PlaceKey.Of(queue, spec));

    /// <summary>Whether no place is free that a run could have, and nobody has got one in its pool for a while.</summary>
    public bool IsStuckFor(PlaceKey key)
    {
        lock (_lock)
        {
            return !PoolOf(key).IsMeantFor(key) && _time.GetElapsedTime(key.Class.IsCall ? _callsServed : _handlersServed) >= Patience;
        }
    }

    private PlacePool PoolOf(PlaceKey key) => key.Class.IsCall ? _calls : _handlers;

    private void Serve()
    {
        HashSet<Ticket> served = [];
        while ((_handlers.Serve(!_suspectBusy) ?? _calls.Serve(!_suspectBusy)) is { } request)
        {
            _suspectBusy |= request.Key.Queue == QueueNames.Suspect;
            var ticket = _tickets[request];
            _tickets.Remove(request);
            (request.Key.Class.IsCall ? ref _callsServed : ref _handlersServed) = _time.GetTimestamp();
            ticket.Positions.Add(ticket.Requests.IndexOf(request));
            served.Add(ticket);
        }

        foreach (var ticket in served)
        {
            Leave(ticket);
            ticket.Granted.SetResult(ticket.Positions);
        }
    }

    private void GiveUp(Ticket ticket, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // What others could not have because of it, such as its turn, is theirs now.
            if (ticket.Granted.TrySetCanceled(cancellation))
            {
                Leave(ticket);
                Serve();
            }
        }
    }

    private void Leave(Ticket ticket)
    {
        foreach (var request in ticket.Requests)
        {
            if (_tickets.Remove(request))
            {
                PoolOf(request.Key).Leave(request);
            }
        }
    }

    /// <summary>The runs of one message that wait together.</summary>
    private sealed class Ticket(IReadOnlyList<PlaceKey> wanted)
    {
        public List<PlaceRequest> Requests { get; } = [.. wanted.Select(key => new PlaceRequest(key))];

        /// <summary>Those of its requests that have got a place.</summary>
        public List<int> Positions { get; } = [];

        public TaskCompletionSource<IReadOnlyList<int>> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
