using CsCheck;
using JobScheduler.Storage.Azure;

namespace JobScheduler.Storage.Tests;

public sealed class SafeTextTests
{
    [Fact]
    public void Encode_leaves_plain_text_alone()
    {
        const string text = "{\"é\":\"日本🙂\"}\r\n\t";

        Assert.Same(text, SafeText.Encode(text));
        Assert.Same(text, SafeText.Decode(text));
    }

    [Theory]
    [InlineData("a\uE000b", "a\uE000E000b")]
    [InlineData("\0", "\uE0000000")]
    public void Encode_marks_what_is_not_safe(string text, string encoded) => Assert.Equal(encoded, SafeText.Encode(text));

    [Theory]
    [InlineData("\uE000")]
    [InlineData("\uE00000")]
    [InlineData("\uE000zzzz")]
    public void Decode_leaves_a_mark_of_somebody_else(string text) => Assert.Equal(text, SafeText.Decode(text));

    [Fact]
    public void Any_text_comes_back_and_is_valid_on_the_way() =>
        Gen.Char.Array[0, 30].Select(characters => new string(characters)).Sample(text =>
        {
            var encoded = SafeText.Encode(text);
            Assert.Equal(text, SafeText.Decode(encoded));
            Assert.Equal(encoded, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(encoded)));
        });
}
