using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Tests.Http;

public sealed class JsonIndenterTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n", "\r\n\t");
    private static readonly Gen<string> Plain = Text("a", "é", "{", "}", "[", "]", ",", ":", " ");
    private static readonly Gen<string> Escaped = Text(
        "a", "🙂", "{", "]", ",", ":", " ", "\\\"", "\\\\", "\\n", "\\/", "\\u0041", "\\ud800");
    private static readonly Gen<string> Word = Gen.OneOf(
        "null", "true", "false", "0", "-0", "1.10", "1e400", "1E+2", "123456789012345678901234567890");

    [Theory]
    [InlineData("7", "7\n")]
    [InlineData(" \"a\" ", "\"a\"\n")]
    [InlineData("{ \r\n }", "{}\n")]
    [InlineData("[]", "[]\n")]
    [InlineData("{\"a\":1,\"b\":[]}", "{\n  \"a\": 1,\n  \"b\": []\n}\n")]
    [InlineData("[1,[2,{}],3]", "[\n  1,\n  [\n    2,\n    {}\n  ],\n  3\n]\n")]
    [InlineData("[1.10,1e400,-0,123456789012345678901234567890]", "[\n  1.10,\n  1e400,\n  -0,\n  123456789012345678901234567890\n]\n")]
    [InlineData("[\"\\u00e9\\/\",\"é/\"]", "[\n  \"\\u00e9\\/\",\n  \"é/\"\n]\n")]
    [InlineData("""{"b":1,"a":2,"b":3}""", "{\n  \"b\": 1,\n  \"a\": 2,\n  \"b\": 3\n}\n")]
    public void Write_value_onlyItsLayoutChanges(string json, string indented) => Assert.Equal(indented, Indent(json));

    [Fact]
    public void Write_anyValue_hasTheSameTokens() => Values(Escaped, 4).Sample(json => Assert.Equal(Tokens(json), Tokens(Indent(json))));

    /// <summary>Without escapes: those the serializer writes in its own way.</summary>
    [Fact]
    public void Write_anyValue_isLaidOutAsTheSerializerDoes() => Values(Plain, 4).Sample(json =>
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(json), Indented) + "\n", Indent(json)));

    [Fact]
    public void Write_nestedTooDeeply_staysOnTheLine()
    {
        const int depth = 500;
        var json = new string('[', depth) + string.Join(',', Enumerable.Repeat('1', 1000)) + new string(']', depth);
        var indented = Indent(json);
        Assert.Equal(Tokens(json), Tokens(indented));
        Assert.Equal((2 * JsonIndenter.Deepest) + 1, indented.Count(character => character == '\n'));
    }

    [Fact]
    public void Write_short_items_deeply_nested_takes_a_few_times_their_bytes_and_keeps_them_all()
    {
        var json = new string('[', 31) + string.Join(',', Enumerable.Repeat('1', 100_000)) + new string(']', 31);
        var indented = Indent(json);
        Assert.InRange(indented.Length, json.Length, 5000 + ((JsonIndenter.Widest + 1) * json.Length));
        Assert.Equal(json, string.Concat(indented.Where(character => character is not (' ' or '\n'))));
    }

    private static Gen<string> Text(params string[] parts) =>
        Gen.OneOf(parts).Array[0, 6].Select(chosen => $"\"{string.Concat(chosen)}\"");

    private static Gen<string> Values(Gen<string> text, int levels)
    {
        if (levels == 0)
        {
            return Gen.OneOf(Word, text);
        }

        var inner = Gen.Select(Space, Values(text, levels - 1), Space, (before, value, after) => before + value + after);
        var member = Gen.Select(Space, text, Space, inner, (before, name, after, value) => $"{before}{name}{after}:{value}");
        return Gen.OneOf(Word, text, Listed(inner).Select(items => $"[{items}]"), Listed(member).Select(members => $"{{{members}}}"));
    }

    private static Gen<string> Listed(Gen<string> part) =>
        Gen.Select(part.Array[0, 4], Space, (parts, empty) => parts.Length == 0 ? empty : string.Join(',', parts));

    internal static string Indent(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonIndenter.Write(Encoding.UTF8.GetBytes(json), output);
        var inPieces = new ArrayBufferWriter<byte>();
        var layout = new JsonIndenter(Encoding.UTF8.GetBytes(json));
        while (layout.WriteTokens(inPieces, 3))
        {
            // Three bytes of the value at a time, or one token.
        }

        Assert.Equal(output.WrittenSpan, inPieces.WrittenSpan);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Kinds and raw texts, in order.</summary>
    private static List<(JsonTokenType Kind, string Text)> Tokens(string json)
    {
        var tokens = new List<(JsonTokenType, string)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            tokens.Add((reader.TokenType, Encoding.UTF8.GetString(reader.ValueSpan)));
        }

        return tokens;
    }
}
