namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>
/// Parts of an expression in messages: never more than 40 characters of what was sent, and none that prints otherwise than it is.
/// </summary>
internal static class CronWords
{
    private const int Longest = 40;

    public static string Quote(string text) => $"'{Cut(text)}'";

    public static string Cut(string text)
    {
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest - 1), "…") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is (>= ' ' and <= '~') or '…' ? source[i] : '?';
            }
        });
    }
}
