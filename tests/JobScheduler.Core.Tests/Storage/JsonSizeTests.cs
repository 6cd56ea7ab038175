using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Storage;

public sealed class JsonSizeTests
{
    // Of each kind some: any code unit, unpaired surrogates included; plain text; pairs; what the encoder may escape.
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Int[0, char.MaxValue].Select(code => ((char)code).ToString()),
            Gen.Int[0, 0x7f].Select(code => ((char)code).ToString()),
            Gen.Int[0x1_0000, 0x10_ffff].Select(char.ConvertFromUtf32),
            Gen.OneOf("\u00a0", "\u0085", "\u2028", "\ue000", "\u0378", "\ufeff", "\ud800", "\udc00", "\"", "\\", "<", "é", "…"))
        .Array[0, 50]
        .Select(string.Concat);

    [Fact]
    public void Of_any_text_is_at_least_what_is_written() =>
        Text.Sample(text => Assert.InRange(Written(text), 2, JsonSize.Of(text)));

    [Fact]
    public void Of_each_code_unit_is_what_is_written()
    {
        var others = Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(c => !char.IsSurrogate(c));

        Assert.All(others, c => Assert.Equal(Written(c.ToString()), JsonSize.Of(c.ToString())));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("plain text, with <signs>", 26)]
    [InlineData("say \"no\"", 12)]
    [InlineData("\u0001", 8)]
    [InlineData("äöü", 8)]
    [InlineData("\u00a0", 8)]
    [InlineData("\U0001F600", 14)]
    public void Of_text_counts_quotes_and_escapes(string text, int bytes) => Assert.Equal(bytes, JsonSize.Of(text));

    private static int Written(string text)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStringValue(text);
        }

        return (int)memory.Length;
    }
}
