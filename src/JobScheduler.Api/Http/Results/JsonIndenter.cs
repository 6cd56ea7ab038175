using System.Buffers;

namespace JobScheduler.Api.Http;

/// <summary>
/// Lays out JSON for people: two spaces a level, a line for each member and item, a newline at the end. It moves bytes and understands no
/// value, so every number, escape and duplicate member stays as it was written. The layout is written piece by piece, because it may be
/// several times as large as the value.
/// </summary>
/// <param name="json">One valid value in UTF-8, whatever its own layout.</param>
internal sealed class JsonIndenter(ReadOnlyMemory<byte> json)
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

    private int _next;
    private int _depth;
    private long _room = Least + ((long)Widest * json.Length);

    // After an opening bracket, whose first member or closing bracket is still to come.
    private bool _opened;

    /// <summary>Writes a value with another layout.</summary>
    public static void Write(ReadOnlyMemory<byte> json, IBufferWriter<byte> output) =>
        new JsonIndenter(json).WriteTokens(output, json.Length);

    /// <summary>Writes the next part of the layout.</summary>
    /// <param name="output">Gets it.</param>
    /// <param name="bytes">About how many bytes of the value it lays out.</param>
    /// <returns>False: nothing was left.</returns>
    public bool WriteTokens(IBufferWriter<byte> output, int bytes)
    {
        if (_next > json.Length)
        {
            return false;
        }

        for (var rest = json.Span[_next..]; rest.Length > 0 && bytes > 0;)
        {
            var token = rest[..LengthOf(rest)];
            rest = rest[token.Length..];
            _next += token.Length;
            bytes -= token.Length;
            WriteToken(token, output);
        }

        if (_next == json.Length)
        {
            output.Write("\n"u8);
            _next++;
        }

        return true;
    }

    private void WriteToken(ReadOnlySpan<byte> token, IBufferWriter<byte> output)
    {
        switch (token[0])
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                break;
            case (byte)',':
                output.Write(token);
                Break(output, _depth, _depth);
                break;
            case (byte)':':
                output.Write(": "u8);
                break;
            case (byte)'}' or (byte)']':
                Break(output, _opened ? int.MaxValue : _depth, _depth - 1);
                output.Write(token);
                _depth--;
                _opened = false;
                break;
            default:
                Break(output, _opened ? _depth : int.MaxValue, _depth);
                output.Write(token);
                _opened = token[0] is (byte)'{' or (byte)'[';
                _depth += _opened ? 1 : 0;
                break;
        }
    }

    /// <summary>Starts a line, unless the bracket around it is nested too deeply, or the layout has taken what it may.</summary>
    private void Break(IBufferWriter<byte> output, int within, int indent)
    {
        if (within > Deepest || (_room -= 1 + (2 * indent)) < 0)
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
