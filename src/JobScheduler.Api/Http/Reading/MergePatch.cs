using System.Runtime.InteropServices;
using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>JSON merge patch (RFC 7396): members are replaced, null removes, anything but an object replaces the whole.</summary>
public static class MergePatch
{
    private static readonly Dictionary<string, JsonElement> NoChanges = [];

    /// <summary>
    /// Writes the document after the patch, in time in proportion to both. Values are written as they were, whatever escapes they have.
    /// </summary>
    /// <param name="document">Undefined: there is none.</param>
    /// <param name="patch">The patch; no object in it has a member twice.</param>
    /// <param name="output">Gets the document.</param>
    public static void Write(JsonElement document, JsonElement patch, Utf8JsonWriter output)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            WriteAsItIs(patch, output);
            return;
        }

        output.WriteStartObject();
        var isObject = document.ValueKind == JsonValueKind.Object;
        var changes = isObject ? MembersOf(patch) : NoChanges;
        foreach (var member in isObject ? document.EnumerateObject() : default)
        {
            var name = member.Name;
            if (!changes.Remove(name, out var change))
            {
                output.WritePropertyName(name);
                WriteAsItIs(member.Value, output);
            }
            else if (change.ValueKind != JsonValueKind.Null)
            {
                output.WritePropertyName(name);
                Write(member.Value, change, output);
            }
        }

        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && member.Name is var name && (!isObject || changes.ContainsKey(name)))
            {
                output.WritePropertyName(name);
                Write(default, member.Value, output);
            }
        }

        output.WriteEndObject();
    }

    private static Dictionary<string, JsonElement> MembersOf(JsonElement patch)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in patch.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static void WriteAsItIs(JsonElement value, Utf8JsonWriter output) =>
        output.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
