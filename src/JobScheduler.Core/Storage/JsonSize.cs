using System.Buffers;
using System.Text.Encodings.Web;

namespace JobScheduler.Storage;

/// <summary>
/// About how many bytes of JSON what is stored becomes in an answer: rather too many than too few. It is counted before anything is
/// serialized, so that a page of large items ends in time.
/// </summary>
public static class JsonSize
{
    /// <summary>Names of members, times and values that are not stored because they are defaults.</summary>
    private const int Members = 1024;

    /// <summary>Of a code unit as <c>\u0000</c>; a pair of surrogates becomes two of them.</summary>
    private const byte Escape = 6;

    private const int Quotes = 2;

    /// <summary>That of the answers.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The most that each code unit becomes. Of other than ASCII, spaces and what is not assigned are escaped too.</summary>
    private static readonly byte[] Sizes = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => SizeOf((char)code))];

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(code => (char)code).Where(c => Sizes[c] == 1)]);

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

    /// <summary>A text with its quotes, or JSON that is shown as it was given: never less than is written.</summary>
    public static long Of(string text)
    {
        var plain = text.AsSpan().IndexOfAnyExcept(Plain);
        if (plain < 0)
        {
            return text.Length + Quotes;
        }

        long bytes = plain + Quotes;
        foreach (var c in text.AsSpan(plain))
        {
            bytes += Sizes[c];
        }

        return bytes;
    }

    private static byte SizeOf(char c) =>
        char.IsSurrogate(c) ? Escape
        : Encoder.WillEncode(c) ? (byte)Encoder.Encode(c.ToString()).Length
        : c < 0x80 ? (byte)1
        : c < 0x800 ? (byte)2
        : (byte)3;
}
