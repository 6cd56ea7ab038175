using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Contracts;

[Description("Whether and when a failed attempt is followed by another.")]
public sealed record RetryContract
{
    [Description("Attempts that may fail before the run does. Lost and handed-back ones are not counted.")]
    [Range(1, RetryRules.MostAttempts)]
    [DefaultValue(3)]
    public int MaxAttempts { get; init; }

    public Backoff Backoff { get; init; }

    public TimeSpan InitialDelay { get; init; }

    [Description("Upper bound of a delay, also of one that a target asks for with Retry-After.")]
    public TimeSpan MaxDelay { get; init; }

    [Range(1, RetryRules.LargestFactor)]
    [DefaultValue(2.0)]
    public double Factor { get; init; }

    [Description("Share of the delay by which it is moved up or down.")]
    [Range(0.0, 1.0)]
    [DefaultValue(0.2)]
    public double Jitter { get; init; }

    [Description("For the backoff \"list\": the delays in turn; the last one repeats.")]
    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    [Description("Names of failures, such as http:404, http:5xx, timeout, connection, or the type a handler gave; when given, only these are retried.")]
    public IReadOnlyList<string>? RetryOn { get; init; }

    [Description("Names of failures that are never retried; wins over retryOn.")]
    public IReadOnlyList<string>? NeverOn { get; init; }

    public static RetryContract Of(RetryPolicy retry) => new()
    {
        MaxAttempts = retry.MaxAttempts,
        Backoff = retry.Backoff,
        InitialDelay = retry.InitialDelay,
        MaxDelay = retry.MaxDelay,
        Factor = retry.Factor,
        Jitter = retry.Jitter,
        Delays = retry.Delays,
        RetryOn = retry.RetryOn,
        NeverOn = retry.NeverOn,
    };
}
