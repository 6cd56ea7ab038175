using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobScheduler.Api.Http;

/// <summary>JSON merge patch (RFC 7396): members are replaced, null removes, anything but an object replaces the whole.</summary>
public static class MergePatch
{
    /// <summary>The document after the patch, in time in proportion to both. Neither argument is changed.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return NodeOf(patch);
        }

        // Built anew: taking members out of an object one by one would each time move those that follow.
        var changes = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in patch.EnumerateObject())
        {
            changes[member.Name] = member.Value;
        }

        var patched = new JsonObject();
        var known = document as JsonObject;
        foreach (var (name, value) in known ?? [])
        {
            if (!changes.TryGetValue(name, out var change))
            {
                patched[name] = value?.DeepClone();
            }
            else if (change.ValueKind != JsonValueKind.Null)
            {
                patched[name] = Apply(value, change);
            }
        }

        foreach (var (name, change) in changes)
        {
            if (change.ValueKind != JsonValueKind.Null && known?.ContainsKey(name) != true)
            {
                patched[name] = Apply(null, change);
            }
        }

        return patched;
    }

    private static JsonNode? NodeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => JsonArray.Create(element.Clone()),
        _ => JsonValue.Create(element.Clone()),
    };
}
