using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler;

/// <summary>What a handler knows about its run and attempt, and what it can report and save. Safe to use from any thread.</summary>
public abstract class JobContext
{
    /// <summary>The largest state that an attempt can save: 32 KiB of JSON in UTF-8.</summary>
    public const int LargestState = 32 * 1024;

    private const string Reflects =
        "Uses the type by reflection. In a trimmed application, pass the JsonTypeInfo of a source-generated context.";

    /// <summary>The same for all attempts of the run: the idempotency key of the work.</summary>
    public required string RunId { get; init; }

    /// <summary>The tenant of the run.</summary>
    public required string Tenant { get; init; }

    /// <summary>Null for runs without a job.</summary>
    public string? JobId { get; init; }

    /// <summary>The version of the job that the run was accepted with.</summary>
    public int? JobVersion { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Rises with each attempt of a run; what remembers the highest can refuse a lost attempt that wakes up.</summary>
    public required long Fence { get; init; }

    /// <summary>The time the run stands for, which may be before it was due.</summary>
    public required DateTimeOffset NominalAt { get; init; }

    /// <summary>The input of the run as JSON; null for none.</summary>
    public RawJson? Input { get; init; }

    /// <summary>
    /// Signalled when this process begins to stop, before the grace period: save the state and end with an
    /// <see cref="OperationCanceledException"/> (<c>job.Stopping.ThrowIfCancellationRequested()</c>) to hand the run back. Another process
    /// goes on with it, and the attempt does not count as a failure. Who finishes within the grace period may ignore it.
    /// </summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>What an earlier attempt of the run saved last, also one that was lost; or this one. Null: nothing.</summary>
    public RawJson? SavedState { get; protected set; }

    /// <summary>Adds a line to the run's log; never waits. Lines beyond 1 MiB per attempt are dropped and counted.</summary>
    public abstract void Log(string message, LogSeverity level = LogSeverity.Information);

    /// <summary>
    /// Reports progress, which also counts as a sign of life for <c>timeouts.heartbeat</c>; never waits. The last report is visible
    /// within 2 s and remains after the attempt; a run that succeeds shows 1.
    /// </summary>
    /// <param name="share">0 to 1; null: only a sign of life, or only a message.</param>
    /// <param name="message">For people.</param>
    public abstract void Report(double? share = null, string? message = null);

    /// <summary>A sign of life for <c>timeouts.heartbeat</c>.</summary>
    public void Heartbeat() => Report();

    /// <summary>
    /// The state that the run has saved, read by reflection, camelCase; the default of the type if it has saved none. A type that the run's
    /// state cannot be read as fails the attempt.
    /// </summary>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public T? State<T>() => SavedState is { } state ? state.As<T>() : default;

    /// <summary>As the other overload, by source generation.</summary>
    public T? State<T>(JsonTypeInfo<T> type) => SavedState is { } state ? state.As(type) : default;

    /// <summary>
    /// Saves a state that the next attempt of this run finds. When it returns, the state is durable, and no other
    /// attempt held the lease. Each call costs one write to the storage.
    /// </summary>
    /// <param name="state">Any value; replaces what was saved before.</param>
    /// <param name="progress">0 to 1, stored with it; null: unchanged.</param>
    /// <exception cref="ArgumentException">It is larger than <see cref="LargestState"/>.</exception>
    /// <exception cref="OperationCanceledException">The attempt has lost its lease, or has ended; nothing was saved.</exception>
    /// <exception cref="JobFailedException">
    /// Storage fails; probably nothing was saved. Unhandled, it fails the attempt as <c>storage</c>.
    /// </exception>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public Task SaveAsync<T>(T state, double? progress = null) => SaveAsync(RawJson.Of(state), progress);

    /// <summary>As the other overload, by source generation.</summary>
    public Task SaveAsync<T>(T state, JsonTypeInfo<T> type, double? progress = null) => SaveAsync(RawJson.Of(state, type), progress);

    /// <summary>As the other overload, with JSON text.</summary>
    public async Task SaveAsync(RawJson state, double? progress = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var bytes = Encoding.UTF8.GetByteCount(state.Text);
        if (bytes > LargestState)
        {
            throw new ArgumentException($"the state has {bytes} bytes; an attempt can save {LargestState}", nameof(state));
        }

        await KeepAsync(state, progress);
        SavedState = state;
    }

    /// <summary>Makes the state durable.</summary>
    protected abstract Task KeepAsync(RawJson state, double? progress);
}
