using JobScheduler.Hosts;
using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>What the end of an attempt says about its host. Pure.</summary>
internal static class HostAnswers
{
    private const int TooManyRequests = 429;
    private const int Unavailable = 503;

    /// <param name="end">How the attempt ended; null: the target has taken the work.</param>
    public static HostAnswer Of(AttemptEnd? end) => end?.Outcome switch
    {
        null or AttemptOutcome.Succeeded => HostAnswer.Well,
        AttemptOutcome.TimedOut => HostAnswer.Failed,
        AttemptOutcome.Failed when end.Error?.Type == FailureNames.Connection => HostAnswer.Failed,
        AttemptOutcome.Failed => end.Answer?.Status switch
        {
            // Nothing was sent: the address was refused, or what was to be sent could not be read.
            null => HostAnswer.None,
            TooManyRequests or Unavailable when end.RetryAfter > TimeSpan.Zero => HostAnswer.Busy,
            TooManyRequests or >= 500 => HostAnswer.Failed,
            _ => HostAnswer.Well,
        },
        _ => HostAnswer.None,
    };
}
