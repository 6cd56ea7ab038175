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
    private ITimer? _runLimit;
    private ITimer? _silenceLimit;
    private TimeSpan _silence;
    private OpenRun _run;
    private StopCause? _cause;
    private RunProgress? _progress;
    private RawJson? _unsaved;
    private Func<RunningAttempt, RawJson, Task>? _save;

    /// <param name="run">The run; its step counts this attempt and its token is the lease.</param>
    /// <param name="claim">This process's claim on it.</param>
    /// <param name="leaseETag">The lease's ETag; null when not known.</param>
    /// <param name="log">Where its lines go.</param>
    /// <param name="time">The clock.</param>
    public RunningAttempt(OpenRun run, RunClaim claim, string? leaseETag, RunLog log, TimeProvider time)
    {
        _run = run;
        _time = time;
        Claim = claim;
        LeaseETag = leaseETag;
        Log = log;
        LeasedAt = claim.At;
        StartedAt = claim.At;
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

    public string? LeaseETag { get; private set; }

    /// <summary>When the lease was last taken or renewed.</summary>
    public DateTimeOffset LeasedAt { get; private set; }

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
    public AttemptReport TakeReport()
    {
        lock (_lock)
        {
            var progress = _progress;
            _progress = null;
            return new AttemptReport(progress, _unsaved);
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

    /// <summary>Who stores states under the lease of this attempt.</summary>
    internal void KeptBy(Func<RunningAttempt, RawJson, Task> save) => _save = save;

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
    public void Moved(Token lease, string? etag, DateTimeOffset at, RawJson? saved)
    {
        lock (_lock)
        {
            _run = _run with { Token = lease, Step = _run.Step with { Saved = _run.Step.Saved || saved is not null } };
            _unsaved = ReferenceEquals(_unsaved, saved) ? null : _unsaved;
            LeaseETag = etag;
            LeasedAt = at;
        }
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

    void IAttemptReport.Log(LogSeverity level, string message) => Log.Add(Run.Step.Attempt, level, message);

    void IAttemptReport.Beat(double? progress, string? message)
    {
        _silenceLimit?.Change(_silence, Timeout.InfiniteTimeSpan);
        if (progress is not null || message is not null)
        {
            var share = progress is { } value && double.IsFinite(value) ? Math.Clamp(value, 0, 1) : (double?)null;
            var text = message is null ? null : AttemptError.Of("", message).Message;
            lock (_lock)
            {
                _progress = new RunProgress(share, text, _time.GetUtcNow());
            }
        }
    }

    Task IAttemptReport.SaveAsync(RawJson state, double? progress)
    {
        ((IAttemptReport)this).Beat(progress, null);
        return _save?.Invoke(this, state) ?? throw new InvalidOperationException("nobody keeps the lease of this attempt");
    }

    public async ValueTask DisposeAsync()
    {
        if (_runLimit is not null)
        {
            await _runLimit.DisposeAsync();
        }

        if (_silenceLimit is not null)
        {
            await _silenceLimit.DisposeAsync();
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

    /// <summary>This process is stopping.</summary>
    Stopping,
}
