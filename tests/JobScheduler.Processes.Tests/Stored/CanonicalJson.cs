using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobScheduler.Processes.Tests.Stored;

/// <summary>One text for each JSON value: without whitespace, members by name. Numbers keep their digits: 1.0 is not 1.</summary>
internal static class CanonicalJson
{
    private const int Longest = 4_000;

    private static readonly HashSet<string> Contents = ["input", "result", "headers"];

    public static string Text(JsonNode? value) => value switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member =>
            $"{Quoted(member.Key)}:{Text(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Text))}]",
        JsonValue when value.GetValueKind() == JsonValueKind.String => Quoted((string)value!),
        _ => value?.ToJsonString() ?? "null",
    };

    /// <summary>A large value as its length and its hash, as it stands in the file of answers; any other as it is.</summary>
    public static JsonNode? Shorten(JsonNode? value)
    {
        var text = Text(value);
        return text.Length <= Longest ? value?.DeepClone() : JsonValue.Create(string.Create(
            CultureInfo.InvariantCulture,
            $"{text.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}"));
    }

    /// <summary>An answer with the contents of its runs and jobs shortened.</summary>
    public static JsonNode? ShortenContents(JsonNode? answer) => answer switch
    {
        JsonObject members => new JsonObject(members.Select(member =>
            KeyValuePair.Create(member.Key, Contents.Contains(member.Key) ? Shorten(member.Value) : ShortenContents(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(ShortenContents)]),
        _ => answer?.DeepClone(),
    };

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();
}
