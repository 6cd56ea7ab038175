using System.Security.Cryptography;
using System.Text;

namespace JobScheduler.Runs;

/// <summary>
/// Groups failures by cause. Pure, and linear in what it is given: it runs in the commit that ends a run, on texts that targets chose.
/// </summary>
public static class DeadLetterCauses
{
    private const int LongestTitle = 200;
    private const int LongestPath = 100;
    private const string StatusPrefix = "http:";

    /// <summary>
    /// The cause of a failure: its name, where it happened, and the first line of its message without numbers, ids and quoted values. Of a
    /// status the message is left out, because it is what the target answered, in words of its own each time.
    /// </summary>
    /// <param name="target">What was executed; null: not known here, because it is too large for the run's row.</param>
    /// <param name="job">Whose run it was; names the place if the target cannot.</param>
    /// <param name="error">Why it failed; null: nobody said.</param>
    public static DeadLetterCause Of(Target? target, string? job, AttemptError? error)
    {
        var type = error?.Type ?? "unknown";
        var place = PlaceOf(target, job);
        var isStatus = place is not null && type.StartsWith(StatusPrefix, StringComparison.Ordinal);
        var title = isStatus
            ? $"HTTP {type[StatusPrefix.Length..]} from {place}"
            : Join(type, target is HttpTarget ? "at" : "in", place, VaryingText.Generalize(error?.Message ?? ""));
        title = Cut(title, LongestTitle);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(title));
        return new DeadLetterCause(Convert.ToHexStringLower(hash.AsSpan(0, 6)), title);
    }

    private static string Join(string type, string where, string? place, string message) =>
        $"{type}{(place is null ? "" : $" {where} {place}")}{(message.Length == 0 ? "" : ": " + message)}";

    private static string? PlaceOf(Target? target, string? job) => target switch
    {
        HandlerTarget handler => handler.Name,
        HttpTarget http when Uri.TryCreate(http.Url, UriKind.Absolute, out var url) =>
            $"{http.Method} {url.Authority}{Cut(PathOf(url), LongestPath)}",
        null when job is not null => $"job {job}",
        _ => null,
    };

    /// <summary>Without the query and without ids: they differ from run to run, or are a secret.</summary>
    private static string PathOf(Uri url) => url.AbsolutePath == "/"
        ? ""
        : string.Join('/', url.AbsolutePath.Split('/').Select(part => VaryingText.IsId(part) ? VaryingText.Mark : part));

    /// <summary>Never in the middle of a character.</summary>
    private static string Cut(string text, int longest) => text.Length <= longest
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1), VaryingText.Mark);
}

/// <summary>What differs between occurrences of one failure. Read in one pass, because the texts are foreign.</summary>
internal static class VaryingText
{
    /// <summary>Stands for what was left out.</summary>
    public const string Mark = "…";

    /// <summary>More of a message does not show in a title.</summary>
    private const int LongestRead = 1000;

    /// <summary>Whether a part of a path names one thing of many: a number, or something long that looks random.</summary>
    public static bool IsId(string part) => part.Length > 0 && (part.All(char.IsAsciiDigit) || RandomText.IsLikely(part));

    /// <summary>The first line of a message, with a mark for each quoted text and each word with digits.</summary>
    public static string Generalize(string message)
    {
        var lineEnd = message.IndexOf('\n', StringComparison.Ordinal);
        var text = message.AsSpan(0, lineEnd < 0 ? message.Length : lineEnd);
        if (text.Length > LongestRead)
        {
            // Never in the middle of a character.
            text = text[..(char.IsHighSurrogate(text[LongestRead - 1]) ? LongestRead - 1 : LongestRead)];
        }

        var title = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var quoted = QuotedAt(text, at);
            var (length, varies) = quoted > 0 ? (quoted, true) : WordAt(text, at);
            title.Append(varies ? Mark : text.Slice(at, length));
            at += length;
        }

        return title.ToString().Trim();
    }

    /// <summary>
    /// The length of a quoted text that begins here, or 0. None begins after a letter: that is an apostrophe. A quote that has no end is
    /// the last of its kind, so that only one search finds nothing.
    /// </summary>
    private static int QuotedAt(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('\'' or '"') || (at > 0 && IsOfWord(text[at - 1])))
        {
            return 0;
        }

        var end = text[(at + 1)..].IndexOf(text[at]);
        return end < 0 ? 0 : end + 2;
    }

    /// <summary>The length of the word that begins here, or of one other character, and whether it has digits.</summary>
    private static (int Length, bool Varies) WordAt(ReadOnlySpan<char> text, int at)
    {
        var (end, varies) = (at, false);
        for (; end < text.Length && IsOfWord(text[end]); end++)
        {
            varies |= char.IsDigit(text[end]);
        }

        if (!varies)
        {
            return (Math.Max(end - at, 1), false);
        }

        // Addresses and times go on after dots and colons; sentences end there.
        for (var next = end; next < text.Length && (IsOfWord(text[next]) || text[next] is '.' or ':'); next++)
        {
            end = text[next] is '.' or ':' ? end : next + 1;
        }

        return (end - at, true);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';
}
