using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace JobScheduler.Api.Tests.OpenApi;

/// <summary>Names of schemas: those of the contracts without the word.</summary>
internal static class SchemaNames
{
    public static string? Of(JsonTypeInfo type)
    {
        if (type.Type == typeof(TimeSpan))
        {
            return "Duration";
        }

        if (type.Type == typeof(RawJson) || type.Type == typeof(byte[]))
        {
            return null;
        }

        if (!type.Type.IsGenericType)
        {
            return OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? Short(name) : null;
        }

        var outer = type.Type.Name.Split('`')[0];
        return outer is "ListContract" or "ItemsContract"
            ? Short(type.Type.GetGenericArguments()[0].Name) + (outer == "ListContract" ? "Page" : "Items")
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
    }

    private static string Short(string name) => name.Replace("Contract", "", StringComparison.Ordinal);
}
