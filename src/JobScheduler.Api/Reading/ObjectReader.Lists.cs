using System.Text.Json;

namespace JobScheduler.Api.Reading;

/// <content>Members that hold many values.</content>
public sealed partial class ObjectReader
{
    /// <summary>An object whose values are strings.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string name)
    {
        if (Inner(name) is not { } inner)
        {
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in inner._members)
        {
            if (value.ValueKind != JsonValueKind.String)
            {
                _errors.Add(inner.PathOf(MemberName.Shown(key)), $"must be a string, not {Shown(value)}");
            }
            else if (inner.TextOf(value, MemberName.Shown(key)) is { } text)
            {
                map[key] = text;
            }
        }

        return map;
    }

    public IReadOnlyList<string>? Texts(string name) =>
        Elements(name)?.Select((value, index) => ItemOf(value, $"{PathOf(name)}[{index}]") ?? "").ToList();

    public IReadOnlyList<T>? Choices<T>(string name)
        where T : struct, Enum =>
        Elements(name)?.Select((value, index) => ChoiceOf<T>(value, $"{PathOf(name)}[{index}]") ?? default).ToList();

    public IReadOnlyList<DateOnly>? Dates(string name) =>
        Elements(name)?.Select((value, index) => DateOf(value, $"{PathOf(name)}[{index}]") ?? default).ToList();

    /// <summary>The objects of an array, each read and closed.</summary>
    public IReadOnlyList<T>? Objects<T>(string name, Func<ObjectReader, T?> read)
        where T : class
    {
        if (Elements(name) is not { } elements)
        {
            return null;
        }

        var objects = new List<T>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            if (Open(elements[i], $"{PathOf(name)}[{i}]", _errors) is not { } reader)
            {
                continue;
            }

            if (read(reader) is { } value)
            {
                objects.Add(value);
            }

            reader.Close();
        }

        return objects;
    }

    public IReadOnlyList<TimeSpan>? Spans(string name) =>
        Elements(name)?.Select((value, index) => SpanOf(value, $"{PathOf(name)}[{index}]") ?? default).ToList();

    /// <summary>The elements of an array as they are.</summary>
    public IReadOnlyList<JsonElement>? Elements(string name, bool required = false) =>
        Find(name, required) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : Wrong<IReadOnlyList<JsonElement>>(name, "must be an array", value);

    private string? ItemOf(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String ? TextAt(value, path) : Refuse<string>(path, "must be a string", value);

    private T? ChoiceOf<T>(JsonElement value, string path)
        where T : struct, Enum
    {
        if (value.ValueKind == JsonValueKind.String && TextAt(value, path) is { } text && EnumText.TryParse(text, out T choice))
        {
            return choice;
        }

        _errors.Add(path, $"must be one of {EnumText.Names<T>()}, not {Shown(value)}");
        return null;
    }
}
