namespace JobScheduler.Targets.Handlers;

/// <summary>
/// Work in code, registered under a name with <c>AddJobHandler</c>. One instance serves all attempts, concurrently.
/// </summary>
public interface IJobHandler
{
    /// <summary>
    /// Does the work. Ends soon when <see cref="HandlerContext.Cancellation"/> is signalled. An exception fails the attempt under
    /// the exception's type name; <see cref="JobFailedException"/> names the failure itself.
    /// </summary>
    /// <returns>The result as JSON, or null for none.</returns>
    Task<RawJson?> HandleAsync(HandlerContext context);
}

/// <summary>What a handler can use.</summary>
/// <param name="Attempt">The attempt: run, fence, nominal time, input.</param>
/// <param name="Cancellation">Signalled on cancel, timeout, lost lease and stop.</param>
public sealed record HandlerContext(AttemptContext Attempt, CancellationToken Cancellation)
{
    public RawJson? Input => Attempt.Input;

    /// <summary>Adds a line to the run's log.</summary>
    public void Log(string message, LogSeverity level = LogSeverity.Information) => Attempt.Report.Log(level, message);

    /// <summary>Reports progress (0 to 1), which is also a heartbeat.</summary>
    public void Progress(double share, string? message = null) => Attempt.Report.Beat(share, message);

    /// <summary>A sign of life for <c>timeouts.heartbeat</c>.</summary>
    public void Heartbeat() => Attempt.Report.Beat();
}

/// <summary>Thrown by a handler to name its failure and to say whether another attempt makes sense.</summary>
public sealed class JobFailedException : Exception
{
    public JobFailedException(string type, string message, bool retryable = true, TimeSpan? retryAfter = null)
        : base(message)
    {
        Type = type;
        Retryable = retryable;
        RetryAfter = retryAfter;
    }

    /// <summary>The failure's name, which retry policies match.</summary>
    public string Type { get; }

    public bool Retryable { get; }

    public TimeSpan? RetryAfter { get; }
}
