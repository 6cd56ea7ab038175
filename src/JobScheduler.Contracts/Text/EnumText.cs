using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// The words of an enumeration as the API writes them: camelCase, matched exactly. A member called <c>Unknown</c> has no word: it stands
/// for whatever a newer version may say.
/// </summary>
public static class EnumText
{
    /// <exception cref="ArgumentException">Unknown: what it stood for is lost, and must not be replaced by a guess.</exception>
    public static string Format<T>(T value)
        where T : struct, Enum => Words<T>.ByValue.TryGetValue(value, out var word)
            ? word
            : throw new ArgumentException(
                $"{typeof(T).Name}.{value} cannot be written: it stands for a value that this version does not know");

    /// <summary>All values that have a word, in the order of their declaration.</summary>
    public static IReadOnlyCollection<T> Values<T>()
        where T : struct, Enum => Words<T>.ByValue.Keys;

    /// <summary>All words, in the order of their declaration.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Words<T>.InOrder;

    /// <summary>All words in one text, for messages.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Words<T>.InOrder);

    public static bool TryParse<T>([NotNullWhen(true)] string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Words<T>.ByWord.TryGetValue(text, out value);
    }

    /// <summary>Whether the value has a word.</summary>
    public static bool IsKnown<T>(T value)
        where T : struct, Enum => Words<T>.ByValue.ContainsKey(value);

    private static class Words<T>
        where T : struct, Enum
    {
        private const string Unknown = nameof(Unknown);

        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .Where(value => value.ToString() != Unknown)
            .ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByWord =
            ByValue.ToDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> InOrder = [.. ByValue.Values];

        public static readonly T? Fallback = Enum.TryParse<T>(Unknown, out var value) ? value : null;
    }

    /// <summary>What stands for words unknown to this version; null: nothing does.</summary>
    internal static T? FallbackOf<T>()
        where T : struct, Enum => Words<T>.Fallback;
}

/// <summary>
/// Writes an enumeration by its words. Reads a word that only a newer version knows as <c>Unknown</c>, so that an upgrade of a server
/// breaks none of its clients.
/// </summary>
public sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Parse(reader.GetString());
        }

        reader.Skip();
        return Parse(null);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnumText.Format(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(EnumText.Format(value));

    private static T Parse(string? text) => EnumText.TryParse(text, out T value) ? value
        : EnumText.FallbackOf<T>() ?? throw new JsonException($"must be one of {EnumText.Names<T>()}");
}
