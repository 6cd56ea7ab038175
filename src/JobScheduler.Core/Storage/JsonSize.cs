using System.Buffers;
using System.Text;

namespace JobScheduler.Storage;

/// <summary>
/// About how many bytes of JSON what is stored becomes in an answer: rather too many than too few. It is counted before anything is
/// serialized, so that a page of large items ends in time.
/// </summary>
public static class JsonSize
{
    /// <summary>Names of members, times and values that are not stored because they are defaults.</summary>
    private const int Members = 1024;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\', '\u007f']);

    /// <summary>A record with all that is in its row.</summary>
    public static long Of(Row row)
    {
        long bytes = Members;
        foreach (var (_, value) in row.Columns)
        {
            bytes += value.Kind == ColumnKind.Text ? Of(value.Text) : 0;
        }

        return bytes;
    }

    /// <summary>A text, or JSON that is shown as it was given.</summary>
    public static long Of(string text)
    {
        long bytes = Encoding.UTF8.GetByteCount(text);
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            // Two for a quote or a backslash; up to six for a control character.
            bytes += rest[at] is '"' or '\\' ? 1 : 5;
            rest = rest[(at + 1)..];
        }

        return bytes;
    }
}
