using System.Text.Json.Nodes;

namespace JobScheduler.Api.Tests.Http.ExtremeValues;

/// <summary>A member of a body, or a query parameter, that the OpenAPI document describes.</summary>
/// <param name="Path">The members that lead to it; of a query parameter, its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Variants">The kinds of objects on the way: where they are, and their word.</param>
internal sealed record DocumentedField(
    IReadOnlyList<string> Path, FieldKind Kind, IReadOnlyList<(IReadOnlyList<string> At, string Word)> Variants)
{
    /// <summary>As errors name it.</summary>
    public string Name => string.Join('.', Path);

    /// <summary>All fields below a schema that are of one of the kinds.</summary>
    public static IEnumerable<DocumentedField> Of(JsonNode document, JsonNode schema) => Of(document, schema, [], []);

    private static IEnumerable<DocumentedField> Of(
        JsonNode document, JsonNode schema, IReadOnlyList<string> path, IReadOnlyList<(IReadOnlyList<string>, string)> variants)
    {
        var at = Resolve(document, schema);
        if (KindOf(at) is { } kind)
        {
            return [new DocumentedField(path, kind, variants)];
        }

        if (at["discriminator"]?["mapping"] is JsonObject words)
        {
            return words.SelectMany(word => Of(
                document, new JsonObject { ["$ref"] = word.Value!.GetValue<string>() }, path, [.. variants, (path, word.Key)]));
        }

        return at["properties"] is JsonObject members
            ? members.Where(member => member.Value!["readOnly"] is null)
                .SelectMany(member => Of(document, member.Value!, [.. path, member.Key], variants))
            : [];
    }

    /// <summary>Follows references, and takes what may be null for what it is otherwise.</summary>
    private static JsonNode Resolve(JsonNode document, JsonNode schema)
    {
        while (true)
        {
            if (schema["oneOf"] is JsonArray choices)
            {
                schema = choices.First(choice => choice!["type"]?.ToString() != "null")!;
            }
            else if (schema["$ref"]?.GetValue<string>() is { } reference)
            {
                schema = reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, part) => node[part]!);
            }
            else
            {
                return schema;
            }
        }
    }

    private static FieldKind? KindOf(JsonNode schema) => schema["format"]?.GetValue<string>() switch
    {
        "date-time" => FieldKind.Time,
        "duration" => FieldKind.Duration,
        "date" => FieldKind.Date,
        _ => IsNumber(schema["type"]?.ToJsonString() ?? "") ? FieldKind.Number : null,
    };

    private static bool IsNumber(string type) =>
        type.Contains("integer", StringComparison.Ordinal) || type.Contains("number", StringComparison.Ordinal);
}

/// <summary>What has a least and a greatest value.</summary>
internal enum FieldKind
{
    Time,
    Duration,
    Date,
    Number,
}
