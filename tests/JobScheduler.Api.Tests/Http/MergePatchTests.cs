using System.Buffers;
using System.Text;
using System.Text.Json;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Tests.Http;

public sealed class MergePatchTests
{
    // The examples of RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Apply_patch_isTheDocumentOfTheStandard(string document, string patch, string expected)
    {
        Assert.Equal(expected, Apply(document, patch));
    }

    [Fact]
    public void Apply_patch_keeps_values_as_they_are_written() => Assert.Equal(
        """{"a":"\ud800","b":1.10,"c":["\u0041"],"d":{"e":"\udc00"}}""",
        Apply("""{"a":"\ud800","b":1.10,"c":2}""", """{"c":["\u0041"],"d":{"e":"\udc00","f":null}}"""));

    [Fact]
    public void Apply_patch_that_removes_every_other_of_many_members_leaves_the_rest_in_order()
    {
        var document = $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"m{i}\":{i}"))}}}";
        var patch = $"{{{string.Join(',', Enumerable.Range(0, 10_000).Reverse().Select(i => $"\"m{2 * i}\":null"))}}}";
        var expected = $"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"m{(2 * i) + 1}\":{(2 * i) + 1}"))}}}";
        Assert.Equal(expected, Apply(document, patch));
    }

    private static string Apply(string document, string patch)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            MergePatch.Write(JsonElement.Parse(document), JsonElement.Parse(patch), writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
