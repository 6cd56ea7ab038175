namespace JobScheduler.Clock;

/// <summary>An activity failed; what went wrong was recorded as text, not as an exception.</summary>
/// <param name="activity">Its name.</param>
/// <param name="reason">What it said.</param>
/// <param name="inner">How the runner told it.</param>
public sealed class ActivityFailedException(string activity, string reason, Exception? inner = null) : Exception(
    $"{activity} failed: {reason}", inner);
