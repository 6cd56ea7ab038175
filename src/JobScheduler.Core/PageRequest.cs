using System.Text;

namespace JobScheduler;

/// <summary>The page of a list that is requested.</summary>
/// <param name="Limit">Maximum number of items, 1 to 1,000.</param>
/// <param name="Continuation">From the previous page; null for the first.</param>
public sealed record PageRequest(int Limit = 100, string? Continuation = null)
{
    /// <summary>
    /// How long to look for more items; after that, the page may hold fewer than the limit, or none, even if more follow. Zero: one look.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// About how many bytes of JSON the items may have; the page ends before the item that would exceed them, but never without an item.
    /// </summary>
    public int Bytes { get; init; } = LargestBytes;

    /// <summary>Of every list: 4 MiB.</summary>
    public const int LargestBytes = 4 * 1024 * 1024;
}

/// <summary>
/// Continuations: opaque to callers, and checked on return, so that they can only be a position in their own list.
/// </summary>
internal static class PageMark
{
    public static string Write(string list, string position) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{list}\n{position}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <returns>The position; null for the start.</returns>
    /// <exception cref="RefusalException">It is not a continuation of this list.</exception>
    public static string? Read(string? continuation, string list)
    {
        if (continuation is null)
        {
            return null;
        }

        try
        {
            var base64 = continuation.Replace('-', '+').Replace('_', '/');
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            if (text.StartsWith(list + "\n", StringComparison.Ordinal)
                && text[(list.Length + 1)..] is { Length: > 0 } position
                && position.All(c => c is > ' ' and <= '~'))
            {
                return position;
            }
        }
        catch (FormatException)
        {
            // Rejected below.
        }

        throw RefusalException.Invalid("continuation", "is not a continuation of this list; start without one");
    }
}
