using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>Arrays. An item that cannot be read has its blank in the list, so that the others keep their places.</summary>
internal sealed class ListShape<T>(ValueShape item) : ValueShape
{
    public override object Blank => Array.Empty<T>();

    public override object? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Refuse(path, "must be an array", value, errors);
        }

        var items = new List<T>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            items.Add((T)(item.Read(element, $"{path}[{items.Count}]", errors) ?? item.Blank)!);
        }

        return items;
    }
}

/// <summary>Objects whose values are strings.</summary>
internal sealed class TextMapShape : ValueShape
{
    public override object? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var inner = ErrorList.Path(path, MemberName.Shown(member.Name));
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                Refuse(inner, "must be a string", member.Value, errors);
            }
            else if (TextOf(member.Value, inner, errors) is { } text)
            {
                map[member.Name] = text;
            }
        }

        return map;
    }
}
