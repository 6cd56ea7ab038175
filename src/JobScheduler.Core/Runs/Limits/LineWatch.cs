using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>
/// What a process knows of a line that it has been told to look at: at most one looks at a time, and hints that come meanwhile are one.
/// </summary>
internal sealed class LineWatch(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Signal _signal = new(time);
    private bool _isFollowed;
    private bool _hasEnded;
    private bool _isFreed;
    private bool _isJoined;
    private long _looked;
    private bool _wasFull;
    private DateTimeOffset _nextAt;

    /// <summary>Something has happened at the line.</summary>
    /// <param name="isFreed">Whether a place has become free; otherwise a run has joined.</param>
    /// <param name="begins">Whether the caller has to follow the line from now on.</param>
    /// <returns>False: this watch has ended.</returns>
    public bool TryHint(bool isFreed, out bool begins)
    {
        lock (_lock)
        {
            begins = false;
            if (_hasEnded)
            {
                return false;
            }

            _isFreed |= isFreed;
            _isJoined |= !isFreed;
            begins = !_isFollowed;
            _isFollowed = true;
        }

        _signal.Set();
        return true;
    }

    /// <summary>
    /// Waits until there is a reason to look: at once, unless a run has joined the line of a gate that was full when it was last looked at.
    /// </summary>
    /// <param name="apart">The time between two looks at a gate that is full.</param>
    /// <returns>False: nothing has happened for that long; the watch has ended.</returns>
    public async Task<bool> NextAsync(TimeSpan apart)
    {
        while (true)
        {
            TimeSpan left;
            lock (_lock)
            {
                left = _wasFull ? apart - time.GetElapsedTime(_looked) : TimeSpan.Zero;
                if (_isFreed || (_isJoined && left <= TimeSpan.Zero))
                {
                    (_isFreed, _isJoined, _wasFull) = (false, false, false);
                    return true;
                }

                if (left <= TimeSpan.Zero)
                {
                    _hasEnded = true;
                    return false;
                }
            }

            await _signal.WaitAsync(left, CancellationToken.None);
        }
    }

    /// <summary>What a look has found.</summary>
    /// <param name="isFull">Whether runs are left in the line.</param>
    public void Looked(bool isFull)
    {
        lock (_lock)
        {
            (_wasFull, _looked) = (isFull, time.GetTimestamp());
        }
    }

    /// <summary>Whether the instant at which the line can move is another one than was found before.</summary>
    public bool IsNews(DateTimeOffset at)
    {
        var isNews = at != _nextAt;
        _nextAt = at;
        return isNews;
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
