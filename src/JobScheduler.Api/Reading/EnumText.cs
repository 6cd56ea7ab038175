using System.Text.Json;

namespace JobScheduler.Api.Reading;

/// <summary>Enumerations as the API writes them: camelCase, matched exactly.</summary>
public static class EnumText
{
    public static string Format<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>All names, for messages.</summary>
    public static string Names<T>()
        where T : struct, Enum => string.Join(", ", Values<T>.ByName.Keys);

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Values<T>.ByName.TryGetValue(text, out value);

    private static class Values<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().ToDictionary(Format, value => value, StringComparer.Ordinal);
    }
}
