using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace JobScheduler.OpenApi;

/// <summary>Names of schemas: those of the contracts.</summary>
internal static class SchemaNames
{
    /// <summary>The contracts that have been named.</summary>
    public static ConcurrentDictionary<string, Type> Types { get; } = new();

    public static string? Of(JsonTypeInfo type)
    {
        var name = Find(type);
        if (name is not null)
        {
            Types[name] = type.Type;
        }

        return name;
    }

    private static string? Find(JsonTypeInfo type)
    {
        if (type.Type == typeof(TimeSpan))
        {
            return "Duration";
        }

        if (type.Type == typeof(RawJson) || type.Type == typeof(byte[]) || type.Type == typeof(Rate))
        {
            return null;
        }

        return !type.Type.IsGenericType ? OpenApiOptions.CreateDefaultSchemaReferenceId(type)
            : type.Type.GetGenericTypeDefinition() == typeof(Page<>) ? type.Type.GetGenericArguments()[0].Name + "Page"
            : type.Type.GetGenericTypeDefinition() == typeof(ItemList<>) ? type.Type.GetGenericArguments()[0].Name + "Items"
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
    }
}
