using System.Text;
using System.Text.Json;
using JobScheduler.Api.Runs;

namespace JobScheduler.Api.Tests.Runs;

public sealed class BulkEnvelopeTests
{
    [Theory]
    [InlineData("""{"items":[]}""", """{"items":[]}""")]
    [InlineData(""" { "items" : [ {"a":[1,{"b":2}]} , "x" , [ [] ] , null, 1.5e3 ] } """, """{"items":[0,0,0,0,0]}""")]
    [InlineData("""{"more":{"items":[1]},"items":[{}],"text":"t","no":null,"yes":true}""",
        """{"more":{},"items":[0],"text":"","no":null,"yes":true}""")]
    [InlineData("""{"\u0069tems":[7]}""", """{"items":[0]}""")]
    [InlineData("""{"items":"none"}""", """{"items":""}""")]
    [InlineData("[{},{}]", "[]")]
    [InlineData("\"text\"", "\"\"")]
    [InlineData("false", "false")]
    public void Open_keeps_names_and_kinds_and_finds_each_item(string body, string around)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var envelope = BulkEnvelope.Open(bytes);

        Assert.Equal(around, Encoding.UTF8.GetString(envelope.Around));
        using var whole = JsonDocument.Parse(bytes);
        var expected = whole.RootElement.ValueKind == JsonValueKind.Object
            && whole.RootElement.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Select(item => item.GetRawText()).ToArray()
            : [];
        Assert.Equal(expected, envelope.Items.Select(item => Encoding.UTF8.GetString(bytes, item.Start, item.Length)));
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("[]", 2)]
    [InlineData("""{"a":[1,2]}""", 7)]
    public void Open_counts_at_least_the_tokens_of_an_item(string item, int most)
    {
        var found = Assert.Single(BulkEnvelope.Open(Encoding.UTF8.GetBytes($$"""{"items":[{{item}}]}""")).Items);

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(item));
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        Assert.InRange(found.Tokens, tokens, most);
    }
}
