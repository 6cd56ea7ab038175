using System.Globalization;

namespace JobScheduler.Core.Tests.Contracts;

public class HiddenCharactersTests
{
    // Default_Ignorable_Code_Point of Unicode 16, from DerivedCoreProperties.txt.
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    [Fact]
    public void FirstIn_every_character_alone_finds_those_of_the_categories_and_the_ignorable_ones()
    {
        var wrong = new List<string>();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
            {
                continue;
            }

            var isHidden = Array.Exists(Ignorable, range => code >= range.First && code <= range.Last)
                || CharUnicodeInfo.GetUnicodeCategory(code)
                    is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || code is >= 0xFDD0 and <= 0xFDEF
                || code % 0x10000 >= 0xFFFE;
            if (HiddenCharacters.FirstIn(char.ConvertFromUtf32(code)) is not null != isHidden)
            {
                wrong.Add($"U+{code:X4}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Nightly report")]
    [InlineData("Bericht über Größen, 日本語　と ひらがな, Ελληνικά, עברית, العربية")]
    [InlineData("می\u200Cخواهم")] // Persian: a non-joiner inside a word.
    [InlineData("ක්\u200Dෂ")] // Sinhala: a joiner after a virama.
    [InlineData("👩\u200D💻 🏳\uFE0F\u200D🌈 👩🏽\u200D❤\uFE0F\u200D👨 1\uFE0F⃣ ©\uFE0F")]
    [InlineData("葛\U000E0100飾区")] // The form of an ideograph that a place's name needs.
    [InlineData("a\u00A0b\u202Fc \u0301 e\u0301")]
    [InlineData("\uE000\uF8FF \u0378")] // Private use, unassigned.
    public void FirstIn_text_of_people_finds_nothing(string text) => Assert.Null(HiddenCharacters.FirstIn(text));

    [Theory]
    [InlineData("pay\u202Elagipa", 3, "U+202E")]
    [InlineData("ad\u200Dmin", 2, "U+200D")]
    [InlineData("\u200Cadmin", 0, "U+200C")]
    [InlineData("ä\u200D\u200Db", 2, "U+200D")]
    [InlineData("a\u200Bb", 1, "U+200B")]
    [InlineData("\uFEFFa", 0, "U+FEFF")]
    [InlineData("😀\U000E0041", 2, "U+E0041")]
    [InlineData("😀\uFE0F\uFE01", 3, "U+FE01")]
    [InlineData("😀\U000E0101\U000E0102", 4, "U+E0102")]
    [InlineData(" \uFE0F", 1, "U+FE0F")]
    [InlineData("a\uFFF9b", 1, "U+FFF9")]
    [InlineData("a\u2028b", 1, "U+2028")]
    [InlineData("a\u0085b", 1, "U+0085")]
    [InlineData("a\u009Bb", 1, "U+009B")]
    [InlineData("a\u001B[31m", 1, "U+001B")]
    [InlineData("a\nb", 1, "U+000A")]
    public void FirstIn_names_the_character_and_its_place(string text, int index, string name)
    {
        var hidden = Assert.NotNull(HiddenCharacters.FirstIn(text));

        Assert.Equal((index, name), (hidden.Index, hidden.Name));
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    public void FirstIn_half_of_a_pair_finds_it(int half)
    {
        var hidden = Assert.NotNull(HiddenCharacters.FirstIn($"😀{(char)half}x"));

        Assert.True(hidden.IsSurrogate);
        Assert.Equal((2, 1, half), (hidden.Index, hidden.Length, hidden.Code));
    }

    [Fact]
    public void FirstIn_where_lines_are_allowed_leaves_line_breaks_and_tabs_and_nothing_else()
    {
        Assert.Null(HiddenCharacters.FirstIn("a\r\n\tb", lines: true));
        Assert.Equal(0x0B, HiddenCharacters.FirstIn("a\n\vb", lines: true)?.Code);
        Assert.Equal(0x2028, HiddenCharacters.FirstIn("a\n\u2028b", lines: true)?.Code);
    }

    [Theory]
    [InlineData("a\r\nb\tc", "a \nb\tc")]
    [InlineData("a\u001B[31mb\u0085c", "a [31mb c")]
    [InlineData("a\u202Eb\U000E0041c\u2028d", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("👩\u200D💻 ok", "👩\u200D💻 ok")]
    public void AttemptError_of_a_targets_text_has_nothing_hidden(string text, string clean) =>
        Assert.Equal(new AttemptError(clean, clean), AttemptError.Of(text, text));

    [Fact]
    public void AttemptError_of_half_a_pair_has_a_replacement() =>
        Assert.Equal("a\uFFFDb", AttemptError.Of("x", $"a{(char)0xD83D}b").Message);

    [Theory]
    [InlineData("pay\u202Elagipa", "contains a hidden character, U+202E, at position 4; remove it")]
    [InlineData("a\u001B", "contains a control character, U+001B, at position 2; remove it")]
    public void TextRules_say_which_character_and_where(string text, string message)
    {
        var errors = new ErrorList();

        TextRules.Check(text, "name", 100, lines: false, errors);

        Assert.Equal([message], errors.ToDictionary()["name"]);
    }
}
