using System.Text.Json.Nodes;

namespace JobScheduler.Api.Tests.Http.ExtremeValues;

/// <summary>A body that would be valid, but for one field.</summary>
internal static class ExtremeBody
{
    private static readonly Dictionary<string, string> Smallest = new()
    {
        ["once"] = """{ "type": "once", "at": "2030-01-01T00:00:00Z" }""",
        ["interval"] = """{ "type": "interval", "every": "1h" }""",
        ["cron"] = """{ "type": "cron", "cron": "0 3 * * *" }""",
        ["handler"] = """{ "type": "handler", "name": "echo" }""",
        ["http"] = """{ "type": "http", "url": "https://example.com/" }""",
    };

    public static string With(JsonNode example, DocumentedField field, JsonNode value)
    {
        var body = example.DeepClone().AsObject();
        foreach (var (at, word) in field.Variants)
        {
            if (Parent(body, at)[at[^1]]?["type"]?.GetValue<string>() != word)
            {
                Parent(body, at)[at[^1]] = JsonNode.Parse(Smallest[word]);
            }
        }

        // At most one of them may be given.
        if (field.Path is [.., "after"])
        {
            Parent(body, field.Path).Remove("at");
        }

        Parent(body, field.Path)[field.Path[^1]] = value;
        return body.ToJsonString();
    }

    private static JsonObject Parent(JsonObject body, IReadOnlyList<string> path)
    {
        var at = body;
        foreach (var part in path.SkipLast(1))
        {
            if (at[part] is not JsonObject inner)
            {
                at[part] = inner = [];
            }

            at = inner;
        }

        return at;
    }
}
