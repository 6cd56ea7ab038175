namespace JobScheduler;

/// <summary>Why an attempt did not succeed.</summary>
/// <param name="Type">
/// The name that retry policies match: http:404, timeout, heartbeat, connection, lost, refused, or the type a handler gave.
/// </param>
/// <param name="Message">Human-readable; at most 2,000 characters, without control characters except line feeds and tabs.</param>
public sealed record AttemptError(string Type, string Message = "")
{
    private const int Longest = 2000;

    /// <summary>An error whose texts are cut to what rows hold and cleaned of control characters.</summary>
    public static AttemptError Of(string type, string? message) => new(Clean(type, 100), Clean(message ?? "", Longest));

    private static string Clean(string text, int length)
    {
        var cut = text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = source[i];
                var lonely = char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                    && !(char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(source[i - 1]));
                span[i] = lonely ? '\uFFFD' : char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c;
            }
        });
    }
}

/// <summary>The failure names that the scheduler itself gives.</summary>
public static class FailureNames
{
    public const string Timeout = "timeout";
    public const string Heartbeat = "heartbeat";
    public const string Connection = "connection";
    public const string Lost = "lost";
    public const string Refused = "refused";

    /// <summary>For example <c>http:404</c>.</summary>
    public static string Http(int status) => $"http:{status.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
