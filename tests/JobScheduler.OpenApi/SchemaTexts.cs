using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace JobScheduler.OpenApi;

/// <summary>What the schemas of our own kinds of values say.</summary>
internal static class SchemaTexts
{
    /// <summary>What a duration is, wherever nothing else is said of it.</summary>
    public const string Duration =
        "Parts of d h m s ms from large to small, such as 250ms or 1h30m; ISO 8601 such as PT5M or P1W is taken too. At most 100 years.";

    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var nullable = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type);
        var type = nullable ?? context.JsonTypeInfo.Type;
        var orNull = nullable is null ? default : JsonSchemaType.Null;

        schema.Description = DescriptionOf(context);
        if (type == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Pattern = null;
            schema.Format = "duration";
            schema.Description ??= Duration;
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
            schema.Enum = [.. WordsOf(type).Select(word => (JsonNode)JsonValue.Create(word))];
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
        else if (type == typeof(Rate))
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Pattern = "^[0-9]+/[smh]$";
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

    /// <summary>The words of an enumeration.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) => type == typeof(DayOfWeek)
        ? Weekday.All
        : (IReadOnlyList<string>)typeof(EnumText).GetMethod(nameof(EnumText.All))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static string? DescriptionOf(OpenApiSchemaTransformerContext context) =>
        (context.JsonPropertyInfo?.AttributeProvider is MemberInfo member ? XmlTexts.Of(member) : null)
            ?? XmlTexts.Of(context.JsonTypeInfo.Type);
}
