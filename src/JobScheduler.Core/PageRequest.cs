using System.Text;

namespace JobScheduler;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">1 to 1,000 items at most; a page may hold fewer although more follow.</param>
/// <param name="Continuation">From the page before; null for the first.</param>
public sealed record PageRequest(int Limit = 100, string? Continuation = null);

/// <summary>
/// Continuations: opaque to callers, checked when they come back, so that they can be no more than a position in their own list.
/// </summary>
internal static class PageMark
{
    public static string Write(string list, string position) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{list}\n{position}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <returns>The position; null for the start.</returns>
    /// <exception cref="RefusalException">It is not one of this list's.</exception>
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
            // Refused below.
        }

        throw RefusalException.Invalid("continuation", "is not a continuation of this list; start without one");
    }
}
