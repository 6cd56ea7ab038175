using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobScheduler.Api.Http;

/// <summary>JSON merge patch (RFC 7396): members are replaced, null removes, anything but an object replaces the whole.</summary>
public static class MergePatch
{
    /// <summary>The document after the patch. Neither argument is changed.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return NodeOf(patch);
        }

        var patched = document is JsonObject known ? (JsonObject)known.DeepClone() : [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                patched.Remove(member.Name);
            }
            else
            {
                patched[member.Name] = Apply(patched[member.Name], member.Value);
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
