namespace JobScheduler;

/// <summary>
/// Work in code with a typed input and result, as JSON in camelCase. Each attempt has an instance of its own, made in a scope of the
/// container, so a handler may take a database context in its constructor.
/// </summary>
/// <typeparam name="TInput">What the input of a run is read as. A run whose input cannot be read fails and is not repeated.</typeparam>
/// <typeparam name="TResult">What is stored as the result of the run.</typeparam>
public interface IJobHandler<TInput, TResult>
{
    /// <summary>
    /// Does the work of one attempt. An exception fails the attempt under the name of its type, and the job's retry policy decides what
    /// follows; <see cref="JobFailedException"/> names the failure itself.
    /// </summary>
    /// <param name="input">
    /// The input of the run. A run without input fails, unless the parameter is declared as nullable.
    /// </param>
    /// <param name="job">What is known about the run and the attempt, and what they can report and save.</param>
    /// <param name="cancellation">
    /// Signalled when the attempt must end: the run was canceled or timed out, the lease is lost (another attempt may be running), or the
    /// grace period of a stop is over. What does not end within 5 s is abandoned. A stop is announced before by
    /// <see cref="JobContext.Stopping"/>.
    /// </param>
    Task<TResult> HandleAsync(TInput input, JobContext job, CancellationToken cancellation);
}

/// <summary>As <see cref="IJobHandler{TInput, TResult}"/>, without a result.</summary>
/// <typeparam name="TInput">What the input of a run is read as.</typeparam>
public interface IJobHandler<TInput>
{
    /// <inheritdoc cref="IJobHandler{TInput, TResult}.HandleAsync"/>
    Task HandleAsync(TInput input, JobContext job, CancellationToken cancellation);
}

/// <summary>
/// As <see cref="IJobHandler{TInput, TResult}"/>, with input and result as JSON text: for work on any input. The input is
/// <see cref="JobContext.Input"/>.
/// </summary>
public interface IJobHandler
{
    /// <inheritdoc cref="IJobHandler{TInput, TResult}.HandleAsync"/>
    /// <returns>The result, or null for none.</returns>
    Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation);
}

/// <summary>Thrown by a handler to name its failure and to say whether another attempt makes sense.</summary>
public sealed class JobFailedException : Exception
{
    /// <param name="type">The name of the failure, which retry policies match.</param>
    /// <param name="message">For people.</param>
    /// <param name="retryable">False: no further attempt, whatever the policy says.</param>
    /// <param name="retryAfter">How long to wait before the next attempt; null: as the policy says.</param>
    /// <param name="inner">What caused it; it is in the run's log.</param>
    public JobFailedException(string type, string message, bool retryable = true, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner)
    {
        Type = type;
        Retryable = retryable;
        RetryAfter = retryAfter;
    }

    /// <summary>The name of the failure, which retry policies match.</summary>
    public string Type { get; }

    public bool Retryable { get; }

    public TimeSpan? RetryAfter { get; }
}
