using System.Buffers;
using System.Globalization;
using System.Text;

namespace JobScheduler;

/// <summary>
/// Finds characters that are not seen and change how the text around them is read: names must not contain them, logs show their codes.
/// They are those of the general categories Cc (control), Cf (format: bidirectional controls, tags, zero-width ones), Zl, Zp (line and
/// paragraph separators) and Cs (unpaired surrogates), the noncharacters, and what is ignorable by default
/// (Default_Ignorable_Code_Point, https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt). Pure.
/// </summary>
/// <remarks>
/// Exceptions, because languages and emoji need them (https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters):
/// one joiner or non-joiner after a letter, mark or symbol beyond ASCII, and one variation selector after what can be seen. Private-use
/// and unassigned characters are seen, as boxes at least, and are no reason to refuse next year's emoji.
/// </remarks>
public static class HiddenCharacters
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>The first of them from an index on.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="from">Where to begin; what is before it still counts as the context.</param>
    /// <param name="lines">Whether line feeds, carriage returns and tabs are no hidden characters.</param>
    /// <returns>Null if there is none.</returns>
    public static HiddenCharacter? FirstIn(string text, int from = 0, bool lines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = from; at < text.Length;)
        {
            var plain = text.AsSpan(at).IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                return null;
            }

            at += plain;
            var status = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                return new(at, 1, text[at]);
            }

            if (IsHidden(rune, text, at) && !(lines && rune.Value is '\n' or '\r' or '\t'))
            {
                return new(at, length, rune.Value);
            }

            at += length;
        }

        return null;
    }

    private static bool IsHidden(Rune rune, string text, int at) => rune.Value switch
    {
        NonJoiner or Joiner => !IsJoinable(text, at),
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180D or 0x180F => !IsSeen(text, at),
        var code => IsIgnorable(code)
            || code is >= 0xFDD0 and <= 0xFDEF
            || (code & 0xFFFE) == 0xFFFE
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    // What has the property and is none of the categories: fillers, a joiner of graphemes, vowels without a shape, and reserved ranges.
    private static bool IsIgnorable(int code) => code
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0
        or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsJoinable(string text, int at) => Before(text, at) is { IsAscii: false } before && Rune.GetUnicodeCategory(before)
        is UnicodeCategory.OtherLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.MathSymbol;

    // A second selector in a row has nothing to select, and could carry any bytes (one selector for each).
    private static bool IsSeen(string text, int at) => Before(text, at) is { } before
        && !Rune.IsWhiteSpace(before)
        && before.Value is not (NonJoiner or Joiner or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF))
        && before.Value is not ((>= 0x180B and <= 0x180D) or 0x180F)
        && !Rune.IsControl(before);

    private static Rune? Before(string text, int at) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _) == OperationStatus.Done ? rune : null;
}

/// <summary>A character that is not seen.</summary>
/// <param name="Index">Where it begins in the text, in UTF-16 code units from 0.</param>
/// <param name="Length">How many code units it has.</param>
/// <param name="Code">Its code point; for an unpaired surrogate, that.</param>
public readonly record struct HiddenCharacter(int Index, int Length, int Code)
{
    /// <summary>For example <c>U+202E</c>.</summary>
    public string Name => $"U+{Code.ToString("X4", CultureInfo.InvariantCulture)}";

    /// <summary>Whether it is a control character of ASCII or Latin-1 (category Cc).</summary>
    public bool IsControl => Code <= char.MaxValue && char.IsControl((char)Code);

    /// <summary>Whether it is half of a surrogate pair.</summary>
    public bool IsSurrogate => Code <= char.MaxValue && char.IsSurrogate((char)Code);

    /// <summary>As C# and JSON escape it: <c>\u202e</c>; beyond 16 bits <c>\U000e0041</c>.</summary>
    public string Escape => Code <= char.MaxValue
        ? $"\\u{Code.ToString("x4", CultureInfo.InvariantCulture)}"
        : $"\\U{Code.ToString("x8", CultureInfo.InvariantCulture)}";
}
