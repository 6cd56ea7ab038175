namespace JobScheduler.Execution;

/// <summary>
/// What the log of the process has of an attempt's error. Words of a target's answer are left out: they are for those who may read the
/// run, and the log goes to others.
/// </summary>
internal static class LoggedMessage
{
    /// <summary>Stands between what the scheduler says of an answer and the words of the answer.</summary>
    private const string Quotes = ": ";

    private const string Answered = " answered ";

    /// <summary>The message without what an HTTP target wrote; that of a handler is the application's own.</summary>
    public static string? Of(AttemptError? error) =>
        error is not null
        && (error.Type.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            || (error.Type == FailureNames.Connection && error.Message.Contains(Answered, StringComparison.Ordinal)))
        && error.Message.IndexOf(Quotes, StringComparison.Ordinal) is >= 0 and var end
            ? error.Message[..end]
            : error?.Message;
}
