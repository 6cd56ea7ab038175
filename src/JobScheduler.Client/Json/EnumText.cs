using System.Text.Json;

namespace JobScheduler.Client.Json;

/// <summary>Names of enumeration values on the wire: camelCase. The value 0 is <c>Unknown</c> in all enumerations of this client.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values =
        Enum.GetValues<T>().Where(value => !value.Equals(default(T))).ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    private static readonly Dictionary<T, string> Names = Values.ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>Unknown for what this version of the client does not know.</summary>
    public static T Parse(string? text) => text is null ? default : Values.GetValueOrDefault(text);

    /// <exception cref="ArgumentException">Unknown: what it stood for is not known any more, and must not be replaced by a guess.</exception>
    public static string Format(T value) => Names.TryGetValue(value, out var name)
        ? name
        : throw new ArgumentException($"{typeof(T).Name}.{value} cannot be sent: it stands for a value that this version of the client does not know");
}
