using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Hosts.Permits;

/// <summary>
/// What this process has leased of one host. Starts of calls are leased in blocks that end with their window; calls at once in a block
/// that is renewed while it is used, and that outlives the leases of the attempts that use it.
/// </summary>
internal sealed class HostLedger(
    HostKey host, string holder, IStorage storage, ShardWriter writer, Entropy entropy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>After a request that got less than it asked for, until calls at once are asked for again.</summary>
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(1);

    private const int Tries = 8;

    private readonly Lock _lock = new();
    private readonly HashSet<HostPermit> _used = [];
    private TaskCompletionSource _freed = New();
    private Task _turn = Task.CompletedTask;
    private HostBudget? _budget;
    private string? _etag;
    private bool _isKnown;
    private int _starts;
    private long _startsSince;
    private int _windowUse;
    private int _lastUse;
    private DateTimeOffset _nextStart;
    private int _calls;
    private int _idle;
    private int? _callsUnder;
    private DateTimeOffset _callsUntil;
    private long? _fullSince;
    private bool _isKept;
    private HostTerms? _terms;

    /// <summary>Takes up to so many permits.</summary>
    /// <returns>Fewer: what they wait for.</returns>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<(List<HostPermit> Permits, HostWait? Wait)> TakeAsync(HostTerms terms, int wanted)
    {
        var turn = await TakeTurnAsync();
        try
        {
            Adopt(terms);
            var (starts, calls) = Free(wanted);
            if (starts < wanted && time.GetUtcNow() >= _nextStart || calls < wanted && !IsFull())
            {
                await AskAsync(wanted - starts, wanted - calls);
                (starts, calls) = Free(wanted);
            }

            var permits = Enumerable.Range(0, Math.Min(starts, calls)).Select(_ => Use()).ToList();
            return (permits, permits.Count == wanted ? null : WaitFor(starts < calls));
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>Whether the start of a call is still within its window; if not, takes another one.</summary>
    public async Task<bool> StartAsync(HostPermit permit)
    {
        if (_terms?.Rate is null || (permit.LeasedAt is { } at && time.GetElapsedTime(at) < _terms.Rate.Value.Window))
        {
            return true;
        }

        var turn = await TakeTurnAsync();
        try
        {
            if (Free(1).Starts == 0 && time.GetUtcNow() >= _nextStart)
            {
                await AskAsync(1, 0);
            }

            return Free(1).Starts > 0 && SpendStart() is var since && time.GetElapsedTime(since) < _terms.Rate.Value.Window;
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>Whether the block outlives a lease.</summary>
    public bool Covers(DateTimeOffset lease) => _terms?.Max is null || lease + PermitTimes.Skew <= _callsUntil;

    /// <summary>A call has ended.</summary>
    public void Free(HostPermit permit)
    {
        TaskCompletionSource freed;
        lock (_lock)
        {
            _used.Remove(permit);
            (freed, _freed) = (_freed, New());
        }

        freed.TrySetResult();
    }

    /// <summary>Completes when a call of this process has ended.</summary>
    public Task NextFreed()
    {
        lock (_lock)
        {
            return _freed.Task;
        }
    }

    /// <summary>How many calls are under way in this process.</summary>
    private int Used
    {
        get
        {
            lock (_lock)
            {
                return _used.Count;
            }
        }
    }

    private void Adopt(HostTerms terms)
    {
        if (terms.Rate != _terms?.Rate)
        {
            _starts = 0;
            _nextStart = default;
        }

        if (terms.Max != _terms?.Max)
        {
            _fullSince = null;
        }

        _terms = terms;
    }

    private (int Starts, int Calls) Free(int wanted)
    {
        var starts = _terms?.Rate is not { } rate ? wanted : time.GetElapsedTime(_startsSince) < rate.Window ? _starts : 0;

        // A block that was leased under another maximum says nothing about this one, nor does one that would not outlive a new lease.
        var calls = _terms?.Max is not { } max ? wanted
            : _callsUnder == max && Covers(time.GetUtcNow() + LeaseTimes.Lease) ? Math.Max(0, _calls - Used)
            : 0;
        return (Math.Min(starts, wanted), Math.Min(calls, wanted));
    }

    private bool IsFull() => _fullSince is { } since && time.GetElapsedTime(since) < WhenFull;

    private HostPermit Use()
    {
        var permit = new HostPermit(this, _terms?.Rate is null ? null : SpendStart(), time.GetTimestamp());
        lock (_lock)
        {
            _used.Add(permit);
            _idle = Math.Min(_idle, Math.Max(0, _calls - _used.Count));
        }

        if (_terms?.Max is not null && !_isKept)
        {
            _isKept = true;

            // Not awaited: it ends by itself when the block is given back, and handles every error.
            _ = KeepAsync();
        }

        return permit;
    }

    private long SpendStart()
    {
        _starts--;
        _windowUse++;
        return _startsSince;
    }

    private HostWait WaitFor(bool isRate)
    {
        var now = time.GetUtcNow();
        return isRate
            ? new HostWait(BlockerKind.Rate, _nextStart > now ? _nextStart : now, IsShort: _nextStart - now <= WhenFull)
            : new HostWait(BlockerKind.Host, now + WhenFull, IsShort: Used > 0) { Change = NextFreed() };
    }

    /// <summary>Leases what is missing; a block of starts as large as the last window has used.</summary>
    private async Task AskAsync(int starts, int calls)
    {
        var terms = _terms!;
        _lastUse = time.GetElapsedTime(_startsSince) < 2 * RatePlan.LongestWindow ? Math.Max(_windowUse, _lastUse / 2) : 0;
        var block = terms.Rate is null || starts <= 0 ? 0 : Math.Max(starts, _lastUse);
        for (var tries = 1; ; tries++)
        {
            if (!_isKnown)
            {
                await ReadAsync();
            }

            if (await TryAskAsync(terms, block, calls))
            {
                return;
            }

            _isKnown = false;
            if (tries == Tries)
            {
                // Many processes at once: whoever waits comes again.
                _fullSince = time.GetTimestamp();
                _nextStart = time.GetUtcNow() + TimeSpan.FromMilliseconds(100 + 400 * entropy.NextShare());
                return;
            }
        }
    }

    private async Task ReadAsync()
    {
        var row = await storage.Tables.GetAsync(host.Partition, host.Budget, CancellationToken.None);
        (_budget, _etag, _isKnown) = (HostBudget.Read(row), row?.ETag, true);
    }

    private async Task<bool> TryAskAsync(HostTerms terms, int starts, int calls)
    {
        var stamp = entropy.NextName();
        var used = Used;
        var cover = PermitTimes.CoverFor(Oldest());
        BudgetGrant? grant = null;
        DateTimeOffset now = default;
        var began = 0L;
        PartOutcome outcome;
        try
        {
            outcome = await writer.CommitAsync(host.Shard, new CommitPart(
                draft =>
                {
                    (began, now) = (draft.Instant, draft.Now);
                    grant = _budget!.Grant(terms, new BudgetRequest(holder, starts, used, Math.Max(0, calls), cover), now);
                    if (_etag is null)
                    {
                        draft.Insert(host.Budget, grant.After.Write(stamp));
                    }
                    else
                    {
                        draft.Replace(host.Budget, grant.After.Write(stamp), _etag);
                    }
                },
                HostBudget.ProofOf(host.Budget, stamp),
                Patience));
        }
        catch
        {
            _isKnown = false;
            throw;
        }

        if (!outcome.Succeeded)
        {
            return false;
        }

        (_budget, _etag) = (grant!.After, outcome.ETag(host.Budget));
        _isKnown = _etag is not null;
        if (starts > 0)
        {
            (_starts, _startsSince, _windowUse, _nextStart) = (grant.Starts, began, 0, grant.NextStart);
        }

        if (terms.Max is { } max)
        {
            _fullSince = grant.Calls < used + calls ? time.GetTimestamp() : null;
            (_calls, _callsUnder, _callsUntil) = (grant.Calls, max, now + cover);
        }

        return true;
    }

    private TimeSpan Oldest()
    {
        lock (_lock)
        {
            return _used.Count == 0 ? TimeSpan.Zero : _used.Max(permit => time.GetElapsedTime(permit.TakenAt));
        }
    }

    /// <summary>Renews the block while it is used, and gives back what is not needed.</summary>
    private async Task KeepAsync()
    {
        var renewed = time.GetTimestamp();
        while (true)
        {
            lock (_lock)
            {
                _idle = Math.Max(0, _calls - _used.Count);
            }

            await Task.Delay(PermitTimes.Idle, time);
            var turn = await TakeTurnAsync();
            try
            {
                var isDue = time.GetElapsedTime(renewed) >= PermitTimes.Renewal;
                if (_terms?.Max is null ? Used > 0 : _idle == 0 && !isDue)
                {
                    continue;
                }

                // As many as were used at once in the last second stay.
                await AskAsync(0, _terms?.Max is null ? 0 : Math.Max(0, _calls - _idle - Used));
                renewed = time.GetTimestamp();
                if (_calls == 0 && Used == 0)
                {
                    _isKept = false;
                    return;
                }
            }
            catch (StorageException)
            {
                // The next look is in a second; the block is good for longer than that, and leases are not renewed beyond it.
            }
            finally
            {
                turn.SetResult();
            }
        }
    }

    /// <summary>One at a time asks; waits on the caller's context, which a semaphore does not.</summary>
    private async Task<TaskCompletionSource> TakeTurnAsync()
    {
        var mine = new TaskCompletionSource();
        Task before;
        lock (_lock)
        {
            (before, _turn) = (_turn, mine.Task);
        }

        await before;
        return mine;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
