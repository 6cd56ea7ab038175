using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>What is to be done at one gate; at most one takes from it, everything at once.</summary>
internal sealed class TicketPile
{
    private readonly Lock _lock = new();
    private List<TicketHint> _hints = [];
    private bool _isFollowed;
    private bool _hasEnded;

    /// <param name="hint">What has happened.</param>
    /// <param name="begins">Whether the caller has to follow the pile from now on.</param>
    /// <returns>False: this pile has ended.</returns>
    public bool TryAdd(TicketHint hint, out bool begins)
    {
        lock (_lock)
        {
            begins = !_isFollowed;
            if (_hasEnded)
            {
                return false;
            }

            _isFollowed = true;
            _hints.Add(hint);
            return true;
        }
    }

    /// <returns>False: there is nothing more, and the pile has ended.</returns>
    public bool TryTake(out List<TicketHint> hints)
    {
        lock (_lock)
        {
            (hints, _hints) = (_hints, []);
            _hasEnded = hints.Count == 0;
            return !_hasEnded;
        }
    }

    /// <summary>It is not followed any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }
    }
}
