using System.Buffers;

namespace JobScheduler.Api.Http;

/// <summary>
/// Lays out JSON for people: two spaces a level, a line for each member and item, a newline at the end. It moves bytes and understands no
/// value, so every number, escape and duplicate member stays as it was written.
/// </summary>
internal static class JsonIndenter
{
    /// <summary>
    /// What is nested deeper stays on the line where it begins. Without a bound, the spaces before deeply nested items would be
    /// many times as large as the items.
    /// </summary>
    public const int Deepest = 32;

    /// <summary>
    /// The layout takes at most so many times the bytes of the value, and <see cref="Least"/>; then the rest stays on one line. Items of
    /// two bytes, 32 levels deep, would take 34 times as much.
    /// </summary>
    public const int Widest = 8;

    private const int Least = 4096;

    private static readonly SearchValues<byte> EndsScalar = SearchValues.Create("{}[],:\" \t\r\n"u8);

    /// <summary>Writes a value with another layout.</summary>
    /// <param name="json">One valid value in UTF-8, whatever its own layout.</param>
    /// <param name="output">Gets the value.</param>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var depth = 0;
        var room = Least + ((long)Widest * json.Length);

        // After an opening bracket, whose first member or closing bracket is still to come.
        var opened = false;
        while (json.Length > 0)
        {
            var token = json[..LengthOf(json)];
            json = json[token.Length..];
            switch (token[0])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                case (byte)',':
                    output.Write(token);
                    Break(output, depth, depth, ref room);
                    break;
                case (byte)':':
                    output.Write(": "u8);
                    break;
                case (byte)'}' or (byte)']':
                    Break(output, opened ? int.MaxValue : depth, depth - 1, ref room);
                    output.Write(token);
                    depth--;
                    opened = false;
                    break;
                default:
                    Break(output, opened ? depth : int.MaxValue, depth, ref room);
                    output.Write(token);
                    opened = token[0] is (byte)'{' or (byte)'[';
                    depth += opened ? 1 : 0;
                    break;
            }
        }

        output.Write("\n"u8);
    }

    /// <summary>Starts a line, unless the bracket around it is nested too deeply, or the layout has taken what it may.</summary>
    private static void Break(IBufferWriter<byte> output, int within, int indent, ref long room)
    {
        if (within > Deepest || (room -= 1 + (2 * indent)) < 0)
        {
            return;
        }

        var line = output.GetSpan(1 + (2 * indent))[..(1 + (2 * indent))];
        line.Fill((byte)' ');
        line[0] = (byte)'\n';
        output.Advance(line.Length);
    }

    private static int LengthOf(ReadOnlySpan<byte> json)
    {
        if (json[0] == '"')
        {
            return LengthOfText(json);
        }

        var end = json.IndexOfAny(EndsScalar);
        return end < 0 ? json.Length : Math.Max(1, end);
    }

    private static int LengthOfText(ReadOnlySpan<byte> json)
    {
        var length = 1;
        while (true)
        {
            var next = json[length..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return json.Length;
            }

            length += next;
            if (json[length] == '"')
            {
                return length + 1;
            }

            // The escaped character may be a quote.
            length = Math.Min(length + 2, json.Length);
        }
    }
}
