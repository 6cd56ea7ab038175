using System.Globalization;
using System.Text;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// Text that comes back as it was. JSON on the wire holds valid Unicode only, so halves of surrogate pairs, control characters and
/// non-characters are written as a mark (U+E000, for private use) and four hexadecimal digits, as is the mark itself. All other text,
/// which is nearly all there is, is stored as it is.
/// </summary>
internal static class SafeText
{
    private const char Mark = '\uE000';
    private const int Digits = 4;

    public static string Encode(string text)
    {
        var first = FirstUnsafe(text, 0);
        if (first < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + Digits);
        var done = 0;
        for (var at = first; at >= 0; at = FirstUnsafe(text, done))
        {
            safe.Append(text, done, at - done).Append(Mark).Append(((int)text[at]).ToString("X4", CultureInfo.InvariantCulture));
            done = at + 1;
        }

        return safe.Append(text, done, text.Length - done).ToString();
    }

    public static string Decode(string text)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        var done = 0;
        for (; at >= 0; at = text.IndexOf(Mark, done))
        {
            decoded.Append(text, done, at - done);

            // A mark without digits was written by somebody else, and stays.
            var (character, length) = Code(text, at + 1) is { } code ? (code, 1 + Digits) : (Mark, 1);
            decoded.Append(character);
            done = at + length;
        }

        return decoded.Append(text, done, text.Length - done).ToString();
    }

    private static char? Code(string text, int at) =>
        at + Digits <= text.Length
        && ushort.TryParse(text.AsSpan(at, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;

    private static int FirstUnsafe(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(character)
                || character is Mark or '\uFFFE' or '\uFFFF'
                || (character < ' ' && character is not ('\t' or '\n' or '\r')))
            {
                return at;
            }
        }

        return -1;
    }
}
