namespace JobScheduler.Targets;

/// <summary>What a target is told about the attempt it executes.</summary>
public sealed record AttemptContext
{
    public required string Tenant { get; init; }

    /// <summary>The same for all attempts of the run: the idempotency key of the work.</summary>
    public required string RunId { get; init; }

    public string? JobId { get; init; }

    public int? JobVersion { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Rises with each attempt of a run; a target that remembers the highest can refuse a lost attempt that wakes up.</summary>
    public required long Fence { get; init; }

    /// <summary>The time the run stands for, which may be before it was due.</summary>
    public required DateTimeOffset NominalAt { get; init; }

    public required Target Target { get; init; }

    public RawJson? Input { get; init; }

    /// <summary>What earlier attempts have saved last; null: nothing.</summary>
    public RawJson? State { get; init; }

    /// <summary>Signalled when this process begins to stop, before the grace period.</summary>
    public required CancellationToken Stopping { get; init; }

    public required Timeouts Timeouts { get; init; }

    /// <summary>Authorises heartbeat and completion of this attempt alone, for targets that complete by callback.</summary>
    public required string CompletionToken { get; init; }

    /// <summary>Where progress and log lines go.</summary>
    public required IAttemptReport Report { get; init; }
}

/// <summary>What a running attempt reports. Safe to call from any thread; only saving waits for storage.</summary>
public interface IAttemptReport
{
    /// <summary>Adds a line to the run's log. Lines beyond the run's log limit are dropped and counted.</summary>
    void Log(LogSeverity level, string message);

    /// <summary>A sign of life, with progress (0 to 1) and a message when given.</summary>
    void Beat(double? progress = null, string? message = null);

    /// <summary>Stores a state for the next attempt of the run, under the lease of this one. When it returns, it is durable.</summary>
    /// <exception cref="OperationCanceledException">The attempt has no lease any more; nothing was stored.</exception>
    Task SaveAsync(RawJson state, double? progress);
}
