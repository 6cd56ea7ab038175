using System.Text;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>A content line of an iCalendar text: name, parameters, value. RFC 5545, 3.1.</summary>
/// <param name="Name">In upper case; empty: the line is not one.</param>
/// <param name="Text">
/// The whole line, unfolded. Parameters are read when they are first asked for, and once: most lines are of no interest, but one may have
/// thousands of values.
/// </param>
internal sealed record ContentLine(string Name, string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private (Dictionary<string, string> Parameters, string Value)? _read;

    /// <summary>What follows the name and the parameters.</summary>
    public string Value => (_read ??= Read()).Value;

    /// <summary>The first value of a parameter, without its quotes; null: the line has none of this name.</summary>
    public string? Parameter(string name) => (_read ??= Read()).Parameters.GetValueOrDefault(name);

    /// <summary>The values of a line that may have several.</summary>
    public IEnumerable<string> Values => Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// The lines of a text. They end with a line feed, before which carriage returns are ignored, and with nothing else. Folds are undone
    /// on the bytes, since they may be inside of a letter.
    /// </summary>
    /// <exception cref="ImportException">It is not UTF-8.</exception>
    public static IEnumerable<ContentLine> Split(ReadOnlySpan<byte> text)
    {
        string unfolded;
        try
        {
            unfolded = Strict.GetString(Unfold(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text));
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException("is not UTF-8; save the text in that encoding");
        }

        return unfolded.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(Of);
    }

    private static ContentLine Of(string line)
    {
        var end = line.AsSpan().IndexOfAny(';', ':');
        return new ContentLine(end < 0 ? "" : line[..end].Trim().ToUpperInvariant(), line);
    }

    private static ReadOnlySpan<byte> Unfold(ReadOnlySpan<byte> text)
    {
        var unfolded = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\n')
            {
                unfolded[length++] = text[i];
                continue;
            }

            while (length > 0 && unfolded[length - 1] == '\r')
            {
                length--;
            }

            if (i + 1 < text.Length && text[i + 1] is (byte)' ' or (byte)'\t')
            {
                i++;
            }
            else
            {
                unfolded[length++] = (byte)'\n';
            }
        }

        while (length > 0 && unfolded[length - 1] == '\r')
        {
            length--;
        }

        return unfolded.AsSpan(0, length);
    }

    private (Dictionary<string, string> Parameters, string Value) Read()
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = Text.AsSpan().IndexOfAny(';', ':');
        while (Text[at] == ';')
        {
            var equals = Text.IndexOf('=', at);
            if (equals < 0)
            {
                throw Malformed();
            }

            var name = Text[(at + 1)..equals].Trim();
            for (at = equals; at == equals || Text[at] == ',';)
            {
                var start = at + 1;
                var isQuoted = start < Text.Length && Text[start] == '"';
                var end = isQuoted ? Text.IndexOf('"', start + 1) : Text.AsSpan(start).IndexOfAny(',', ';', ':') + start;
                if (end < start || (isQuoted && end + 1 >= Text.Length))
                {
                    throw Malformed();
                }

                parameters.TryAdd(name, isQuoted ? Text[(start + 1)..end] : Text[start..end]);
                at = isQuoted ? end + 1 : end;
            }

            if (Text[at] is not (';' or ':'))
            {
                throw Malformed();
            }
        }

        return (parameters, Text[(at + 1)..].Trim());
    }

    private ImportException Malformed() => new($"has a line whose parameters cannot be read: {MemberName.Shown(Text)}");
}
