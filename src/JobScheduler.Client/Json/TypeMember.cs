using System.Text.Json;

namespace JobScheduler.Client.Json;

/// <summary>The member <c>type</c> by which variants are told apart.</summary>
internal static class TypeMember
{
    private const string Name = "type";

    /// <summary>The type, wherever in the object it stands.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static string Of(JsonElement json, string what) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw new JsonException($"a {what} must be an object with a type");

    /// <summary>The type, and then all members of an object that has none.</summary>
    public static void Write(Utf8JsonWriter writer, string type, JsonElement members)
    {
        writer.WriteStartObject();
        writer.WriteString(Name, type);
        foreach (var member in members.EnumerateObject())
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
