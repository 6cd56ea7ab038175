using System.Globalization;
using System.Net;
using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>
/// A text as the bytes that it stands for, each with the characters of the text that it comes from. Control characters are left out: they
/// wrap long lines, or show that the text is in another encoding than its sender says. Letters are lower case.
/// </summary>
internal sealed class PlainBytes
{
    private const int LongestEntity = 12;

    private readonly List<byte> _bytes = [];
    private readonly List<(int Start, int End)> _places = [];
    private readonly bool _isCut;

    private PlainBytes(bool isCut) => _isCut = isCut;

    public int Count => _bytes.Count;

    /// <summary>Where the escape begins in the middle of which the text was cut; null: nowhere.</summary>
    public int? CutEscape { get; private set; }

    public byte this[int at] => Lower(_bytes[at]);

    public byte[] ToArray() => [.. _bytes.Select(Lower)];

    /// <summary>The first character that the byte comes from.</summary>
    public int StartOf(int at) => _places[at].Start;

    /// <summary>The end of the characters that the byte comes from, exclusive.</summary>
    public int EndOf(int at) => _places[at].End;

    /// <summary>The text as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether it went on: then it may end in the middle of an escape.</param>
    public static PlainBytes Of(string text, bool isCut = false)
    {
        var plain = new PlainBytes(isCut);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Add(rune, (at, at + rune.Utf16SequenceLength));
            at += rune.Utf16SequenceLength;
        }

        return plain;
    }

    /// <summary>
    /// Without one layer of escapes: of URLs (<c>%2f</c>, <c>+</c>), JSON and the like (<c>\"</c>, <c>\u002f</c>) and HTML
    /// (<c>&amp;amp;</c>, <c>&amp;#47;</c>). Null: there are none.
    /// </summary>
    public PlainBytes? Unescaped()
    {
        var plain = new PlainBytes(_isCut);
        var changed = false;
        for (var at = 0; at < Count;)
        {
            var length = _bytes[at] switch
            {
                (byte)'%' => plain.TakePercent(this, at),
                (byte)'\\' => plain.TakeBackslash(this, at),
                (byte)'&' => plain.TakeEntity(this, at),
                (byte)'+' => plain.Take((byte)' ', this, at, 1),
                _ => 0,
            };
            changed |= length != 0;
            if (length < 0)
            {
                // It may have become any character: it is neither there nor something else.
                plain.CutEscape = StartOf(at);
                break;
            }

            if (length == 0)
            {
                plain.Take(_bytes[at], this, at, 1);
            }

            at += Math.Max(length, 1);
        }

        return changed ? plain : null;
    }

    private int TakePercent(PlainBytes from, int at) =>
        from.Hex(at + 1, 2) is { } value ? Take((byte)value, from, at, 3) : from.EndsWithin(at, 3) ? -1 : 0;

    private int TakeBackslash(PlainBytes from, int at)
    {
        if (at + 1 >= from.Count)
        {
            return from._isCut ? -1 : 0;
        }

        switch (from._bytes[at + 1])
        {
            case (byte)'u' or (byte)'U' when from.Hex(at + 2, 4) is { } unit:
                var low = char.IsHighSurrogate((char)unit) && at + 7 < from.Count && from._bytes[at + 6] == '\\'
                    ? from.Hex(at + 8, 4)
                    : null;
                return low is { } second && Rune.TryCreate((char)unit, (char)second, out var pair)
                    ? Take(pair, from, at, 12)
                    : Take(Rune.TryCreate((char)unit, out var rune) ? rune : Rune.ReplacementChar, from, at, 6);
            case (byte)'u' or (byte)'U':
                return from.EndsWithin(at, 6) ? -1 : 0;
            case (byte)'x' when from.Hex(at + 2, 2) is { } value:
                return Take(new Rune((char)value), from, at, 4);
            case (byte)'x':
                return from.EndsWithin(at, 4) ? -1 : 0;
            case (byte)'n' or (byte)'r' or (byte)'t':
                return Take((byte)'\n', from, at, 2);
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'\'':
                return Take(from._bytes[at + 1], from, at, 2);
            default:
                return 0;
        }
    }

    private int TakeEntity(PlainBytes from, int at)
    {
        var text = new StringBuilder("&");
        for (var next = at + 1; next < from.Count && next < at + LongestEntity; next++)
        {
            var character = (char)from._bytes[next];
            if (character == ';')
            {
                var decoded = WebUtility.HtmlDecode(text.Append(';').ToString());
                return Rune.DecodeFromUtf16(decoded, out var rune, out var length) == System.Buffers.OperationStatus.Done
                    && length == decoded.Length
                    ? Take(rune, from, at, next - at + 1)
                    : 0;
            }

            if (!char.IsAsciiLetterOrDigit(character) && character != '#')
            {
                return 0;
            }

            text.Append(character);
        }

        return from.EndsWithin(at, LongestEntity) ? -1 : 0;
    }

    private bool EndsWithin(int at, int length) => _isCut && at + length > Count;

    private int? Hex(int at, int digits)
    {
        if (at + digits > Count)
        {
            return null;
        }

        Span<char> text = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            text[i] = (char)_bytes[at + i];
        }

        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private int Take(byte value, PlainBytes from, int at, int length)
    {
        Add(value, from.Place(at, length));
        return length;
    }

    private int Take(Rune rune, PlainBytes from, int at, int length)
    {
        Add(rune, from.Place(at, length));
        return length;
    }

    private (int Start, int End) Place(int at, int length) => (_places[at].Start, _places[at + length - 1].End);

    private void Add(Rune rune, (int Start, int End) place)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            Add(value, place);
        }
    }

    private void Add(byte value, (int Start, int End) place)
    {
        if (value is >= 0x20 and not 0x7F)
        {
            _bytes.Add(value);
            _places.Add(place);
        }
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
