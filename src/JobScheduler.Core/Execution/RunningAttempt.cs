using JobScheduler.Hosts.Permits;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Targets;

namespace JobScheduler.Execution;

/// <summary>An attempt that this process executes.</summary>
public sealed class RunningAttempt : IAttemptReport, IAsyncDisposable
{
    // The platform's timers end at about 49 days; for one attempt a longer limit is as good as none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(45);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _leaseLimit;
    private ITimer? _runLimit;
    private ITimer? _silenceLimit;
    private TimeSpan _silence;
    private TimeSpan _lease = LeaseTimes.Lease;
    private OpenRun _run;
    private StopCause? _cause;
    private RawJson? _unsaved;
    private Func<RunningAttempt, RawJson, Task>? _save;
    private Action? _reported;
    private string? _told;

    /// <param name="run">The run; its step counts this attempt and its token is the lease.</param>
    /// <param name="claim">This process's claim on it.</param>
    /// <param name="leaseETag">The lease's ETag; null when not known.</param>
    /// <param name="leasedAt">When the lease of <see cref="LeaseTimes.Lease"/> began, by the monotonic clock.</param>
    /// <param name="log">Where its lines go.</param>
    /// <param name="time">The clock.</param>
    public RunningAttempt(OpenRun run, RunClaim claim, string? leaseETag, long leasedAt, RunLog log, TimeProvider time)
    {
        _run = run;
        _time = time;
        Claim = claim;
        LeaseETag = leaseETag;
        Log = log;
        LeasedAt = leasedAt;
        StartedAt = claim.At;
        _leaseLimit = time.CreateTimer(
            _ => StopIfCutOff(), null, LeftOfLease(), Timeout.InfiniteTimeSpan);
        _ = CancelWhenStoppedAsync();
    }

    /// <summary>The run with its current lease.</summary>
    public OpenRun Run
    {
        get
        {
            lock (_lock)
            {
                return _run;
            }
        }
    }

    public RunClaim Claim { get; }

    /// <summary>The permit to call its host; null: its target is no host.</summary>
    public HostPermit? Permit { get; init; }

    /// <summary>The call of its target, which goes on although it was told to end; null: it is over, or was not made.</summary>
    public Task? Abandoned { get; set; }

    /// <summary>When its lease ends, as its token says.</summary>
    public DateTimeOffset LeaseEnd => AlarmKey.TimeOf(Run.Token);

    public string? LeaseETag { get; private set; }

    /// <summary>How long the lease lasts from then on.</summary>
    public TimeSpan LeaseLength => _lease;

    /// <summary>
    /// When the lease was last taken or renewed, by the monotonic clock: no later than the time that its length is added to.
    /// </summary>
    public long LeasedAt { get; private set; }

    public RunLog Log { get; }

    /// <summary>When its target was called; until then, when it was claimed.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Whether someone asked for the run to be canceled, as far as this process knows.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Why it was told to stop; null when it was not.</summary>
    public StopCause? Cause
    {
        get
        {
            lock (_lock)
            {
                return _cause;
            }
        }
    }

    /// <summary>Tells the target to end.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Completes when the attempt is told to stop.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>The target is about to be called: its time limits start.</summary>
    public void Begin()
    {
        StartedAt = Timestamp.Cut(_time.GetUtcNow());
        var timeouts = Run.Spec.Timeouts;
        _runLimit = _time.CreateTimer(_ => Stop(StopCause.TimedOut), null, Shortest(timeouts.Run), Timeout.InfiniteTimeSpan);
        if (timeouts.Heartbeat is { } silence)
        {
            _silence = Shortest(silence);
            _silenceLimit = _time.CreateTimer(_ => Stop(StopCause.Silent), null, _silence, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Its target reports to the API, perhaps that of another process, and not to this one: as long as it has not answered, only its run
    /// timeout counts here.
    /// </summary>
    public void IsNotHeardHere() => _silenceLimit?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Taken by whoever renews the lease.</summary>
    internal RenewalTurn Renewal { get; } = new();

    /// <summary>Whether a state waits to be stored.</summary>
    internal bool HasUnsaved
    {
        get
        {
            lock (_lock)
            {
                return _unsaved is not null;
            }
        }
    }

    /// <summary>What the target has reported since the last renewal, and what it wants to save.</summary>
    internal AttemptReport TakeReport()
    {
        lock (_lock)
        {
            return new AttemptReport(Progress.Take(), _unsaved);
        }
    }

    /// <summary>A state is to be stored with the next renewal; null: none.</summary>
    internal void Offer(RawJson? state)
    {
        lock (_lock)
        {
            _unsaved = state;
        }
    }

    /// <summary>Whether its target has ended, or was left to itself: its end is being written, and its lease is not renewed.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>What it has reported.</summary>
    internal AttemptProgress Progress { get; } = new();

    /// <summary>Who stores states under the lease of this attempt, and who is told that it has reported progress.</summary>
    internal void KeptBy(Func<RunningAttempt, RawJson, Task> save, Action reported) => (_save, _reported) = (save, reported);

    /// <summary>Its lease is no longer renewed.</summary>
    internal void End() => HasEnded = true;

    /// <summary>Tells the attempt to stop; a second cause changes nothing.</summary>
    public void Stop(StopCause cause)
    {
        lock (_lock)
        {
            CancelRequested |= cause == StopCause.Canceled;
            if (_cause is not null)
            {
                return;
            }

            _cause = cause;
        }

        _stopped.TrySetResult();
    }

    /// <summary>
    /// Tells it to stop if its lease may end any moment. A timer does too, but a process that stood still may run on before its timers do.
    /// </summary>
    internal void StopIfCutOff()
    {
        var left = LeftOfLease();
        if (left <= TimeSpan.Zero)
        {
            Stop(StopCause.CutOff);
        }
        else
        {
            // Renewed meanwhile, or the timer was early by its resolution.
            _leaseLimit.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CancelWhenStoppedAsync()
    {
        // Apart from the beat, the clock or the stop that told it: what a handler has registered must not hold them up.
        await _stopped.Task;
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException error)
        {
            Log.Add(Run.Step.Attempt, LogSeverity.Error, $"when told to stop: {error.Flatten()}");
        }
    }

    /// <summary>A renewal was written, with what was reported.</summary>
    /// <param name="lease">The lease under its new name.</param>
    /// <param name="etag">Its ETag; null when not known.</param>
    /// <param name="at">When it began, by the monotonic clock.</param>
    /// <param name="length">How long it lasts.</param>
    /// <param name="saved">The state that was stored with it; null: none.</param>
    public void Moved(Token lease, string? etag, long at, TimeSpan length, RawJson? saved)
    {
        lock (_lock)
        {
            _run = _run with { Token = lease, Step = _run.Step with { Saved = _run.Step.Saved || saved is not null } };
            _unsaved = ReferenceEquals(_unsaved, saved) ? null : _unsaved;
            LeaseETag = etag;
            LeasedAt = at;
            _lease = length;
        }

        _leaseLimit.Change(LeftOfLease(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The lease was read again: it carries the mark of a cancel, or its ETag was not known.</summary>
    public void Reread(string etag, bool cancelMark)
    {
        LeaseETag = etag;
        if (cancelMark)
        {
            Stop(StopCause.Canceled);
        }
    }

    /// <summary>The lease has another name than was thought. How long it lasts is known again when it is renewed.</summary>
    internal void Adopt(Token lease, string etag, bool cancelMark)
    {
        lock (_lock)
        {
            _run = _run with { Token = lease };
        }

        Reread(etag, cancelMark);
    }

    void IAttemptReport.Log(LogSeverity level, string message) => Log.Add(Run.Step.Attempt, level, message);

    void IAttemptReport.Beat(double? progress, string? message)
    {
        _silenceLimit?.Change(_silence, Timeout.InfiniteTimeSpan);
        if (progress is not null || message is not null)
        {
            Report(progress, message);
            TellProgress(message);
            _reported?.Invoke();
        }
    }

    Task IAttemptReport.SaveAsync(RawJson state, double? progress)
    {
        if (progress is not null)
        {
            // It rides on the renewal that stores the state.
            Report(progress, null);
        }

        _silenceLimit?.Change(_silence, Timeout.InfiniteTimeSpan);
        return _save?.Invoke(this, state) ?? throw new InvalidOperationException("nobody keeps the lease of this attempt");
    }

    public async ValueTask DisposeAsync()
    {
        await _leaseLimit.DisposeAsync();
        if (_runLimit is not null)
        {
            await _runLimit.DisposeAsync();
        }

        if (_silenceLimit is not null)
        {
            await _silenceLimit.DisposeAsync();
        }
    }

    /// <summary>The run shows its last message only; its log has all that differ from the one before.</summary>
    private void TellProgress(string? message)
    {
        if (message is not null && Interlocked.Exchange(ref _told, message) != message)
        {
            Log.Add(Run.Step.Attempt, LogSeverity.Information, AttemptError.Of("", message).Message);
        }
    }

    private void Report(double? progress, string? message)
    {
        var share = progress is { } value && double.IsFinite(value) ? Math.Clamp(value, 0, 1) : (double?)null;
        Progress.Report(share, message is null ? null : AttemptError.Of("", message).Message, _time.GetUtcNow());
    }

    /// <summary>How much longer the target may run under the lease.</summary>
    private TimeSpan LeftOfLease()
    {
        lock (_lock)
        {
            var left = _lease - LeaseTimes.Margin - _time.GetElapsedTime(LeasedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private static TimeSpan Shortest(TimeSpan limit) => limit < LongestTimer ? limit : LongestTimer;
}

/// <summary>Why a running attempt was told to stop. The first cause counts.</summary>
public enum StopCause
{
    /// <summary>Someone canceled the run.</summary>
    Canceled,

    /// <summary>It ran longer than <c>timeouts.run</c>.</summary>
    TimedOut,

    /// <summary>Its target was silent for longer than <c>timeouts.heartbeat</c>.</summary>
    Silent,

    /// <summary>The clock ended its lease: another attempt may be running.</summary>
    LeaseLost,

    /// <summary>Its lease could not be renewed in time, and may end any moment: storage was away, or this process stood still.</summary>
    CutOff,

    /// <summary>This process is stopping.</summary>
    Stopping,

    /// <summary>It was claimed ahead of a free place, and none became free soon.</summary>
    NoPlace,
}
