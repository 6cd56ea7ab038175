using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace JobScheduler.Api.Tests.OpenApi;

/// <summary>What the schemas of our own kinds of values say.</summary>
internal static class SchemaTexts
{
    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var nullable = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type);
        var type = nullable ?? context.JsonTypeInfo.Type;
        var orNull = nullable is null ? default : JsonSchemaType.Null;

        // Comments in code are for those who read code; what the API says stands in attributes.
        schema.Description = DescriptionOf(context);
        if (type == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Pattern = null;
            schema.Format = "duration";
            schema.Description ??= "Parts of d h m s ms from large to small, such as 250ms or 1h30m; ISO 8601 such as PT5M is taken too. At most 100 years.";
            schema.Examples = [JsonValue.Create("1h30m")];
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Format = "date-time";
        }
        else if (type.IsEnum)
        {
            // Where null is possible, the reference says so.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. (schema.Enum ?? []).OfType<JsonValue>().Where(value => value.GetValueKind() == System.Text.Json.JsonValueKind.String)];
        }
        else if (type == typeof(DateOnly))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Format = "date";
        }
        else if (type == typeof(IReadOnlyList<TimeSpan>))
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "duration" };
        }
        else if (type == typeof(RawJson))
        {
            schema.Type = null;
            schema.Description ??= "Any JSON.";
        }
        else if (type == typeof(byte[]))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "binary";
        }

        return Task.CompletedTask;
    }

    private static string? DescriptionOf(OpenApiSchemaTransformerContext context) =>
        Text(context.JsonPropertyInfo?.AttributeProvider) ?? Text(context.JsonTypeInfo.Type);

    private static string? Text(System.Reflection.ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
}
