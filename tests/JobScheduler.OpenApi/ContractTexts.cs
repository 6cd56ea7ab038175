using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Api.Http;

namespace JobScheduler.OpenApi;

/// <summary>
/// Adds to the document what its writer does not take from the contracts: defaults, bounds of durations and texts, what only the
/// server sets, and the bodies that are a part of a contract.
/// </summary>
internal static class ContractTexts
{
    private static readonly JsonSerializerOptions Reflected =
        new(WireJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <param name="document">The whole document.</param>
    /// <param name="types">The contract of each schema, by its name.</param>
    /// <param name="routes">Whose bodies are described.</param>
    public static void Apply(JsonObject document, IReadOnlyDictionary<string, Type> types, IEnumerable<ApiRoute> routes)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        foreach (var (name, type) in types.Concat(types.Values.SelectMany(Kinds)).DistinctBy(named => named.Key).ToList())
        {
            if (schemas[name] is JsonObject schema)
            {
                Describe(schema, type, schemas);
            }
        }

        foreach (var route in routes)
        {
            if (route.Description?.Body is { Name: { } name } shape)
            {
                var operation = document["paths"]![route.Pattern]![route.Method.ToLowerInvariant()]!;
                var body = operation["requestBody"]!["content"]![route.Description.BodyType]!;
                var whole = body["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1];
                schemas[name] ??= Part(schemas[whole]!.AsObject(), shape);
                body["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
            }
        }

        Prune(document, schemas);
        AddDefaults(document, schemas, types);
        document["components"]!["schemas"] = new JsonObject(
            schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(
                schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone())));
    }

    /// <summary>The kinds of a contract that has several; the writer puts the name of the whole before theirs.</summary>
    private static IEnumerable<KeyValuePair<string, Type>> Kinds(Type type) =>
        type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(
            kind => KeyValuePair.Create(type.Name + kind.DerivedType.Name, kind.DerivedType));

    private static void Describe(JsonObject schema, Type type, JsonObject schemas)
    {
        // The writer takes the words of the first member that refers to it.
        if ((type == typeof(TimeSpan) ? SchemaTexts.Duration : XmlTexts.Of(Nullable.GetUnderlyingType(type) ?? type)) is { } words)
        {
            schema["description"] = words;
        }

        if (schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var member in Reflected.GetTypeInfo(type).Properties)
        {
            if (properties[member.Name] is JsonObject property && member.AttributeProvider is MemberInfo source)
            {
                Describe(property, member, source, schemas);
            }
        }
    }

    private static void Describe(JsonObject property, JsonPropertyInfo member, MemberInfo source, JsonObject schemas)
    {
        var words = XmlTexts.Of(source);
        if (source.GetCustomAttribute<DurationRangeAttribute>() is { } range)
        {
            words = $"{words} {Duration.Format(range.Least)} to {Duration.Format(range.Greatest)}.".TrimStart();
        }

        var place = property["oneOf"] is JsonArray choices ? choices[^1]!.AsObject() : property;
        if (words is not null)
        {
            place["description"] = words;
        }
        else if (place.ContainsKey("$ref"))
        {
            place.Remove("description");
        }

        if (source.IsDefined(typeof(ReadOnlyAttribute)))
        {
            property["readOnly"] = true;
        }

        if (source.GetCustomAttribute<TextLengthAttribute>() is { } text)
        {
            property["maxLength"] = text.Length;
        }

        if (member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && member.PropertyType.GetGenericArguments() is [{ IsEnum: true } item])
        {
            var list = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. SchemaTexts.WordsOf(item).Select(word => JsonValue.Create(word))]),
            };
            property["items"] = schemas.ContainsKey(item.Name) ? new JsonObject { ["$ref"] = $"#/components/schemas/{item.Name}" } : list;
        }
    }

    /// <summary>To what is sent; what is answered has all its members.</summary>
    private static void AddDefaults(JsonObject document, JsonObject schemas, IReadOnlyDictionary<string, Type> types)
    {
        var sent = new HashSet<string>(StringComparer.Ordinal);
        var left = new Queue<string>(
            document["paths"]!.AsObject()
                .SelectMany(path => path.Value!.AsObject())
                .SelectMany(operation => References(operation.Value!["requestBody"])));
        while (left.TryDequeue(out var name))
        {
            if (sent.Add(name))
            {
                References(schemas[name.Split('/')[^1]]).ToList().ForEach(left.Enqueue);
            }
        }

        var named = types.Concat(types.Values.SelectMany(Kinds)).DistinctBy(type => type.Key).ToDictionary();
        foreach (var name in sent.Select(reference => reference.Split('/')[^1]))
        {
            if (!named.TryGetValue(name, out var type) || schemas[name]!["properties"] is not JsonObject properties
                || Reflected.GetTypeInfo(type) is not { CreateObject: { } create } contract)
            {
                continue;
            }

            var defaults = create();
            foreach (var member in contract.Properties.Where(member => !member.IsRequired))
            {
                if (properties[member.Name] is JsonObject property
                    && property["readOnly"] is null
                    && DefaultOf(member, defaults) is { } usual)
                {
                    property["default"] = usual;
                }
            }
        }
    }

    /// <summary>Of numbers, texts and words; what is empty or an object of its own says it itself.</summary>
    private static JsonValue? DefaultOf(JsonPropertyInfo member, object defaults) =>
        member.Get?.Invoke(defaults) is { } value
        && JsonSerializer.SerializeToNode(value, Reflected.GetTypeInfo(member.PropertyType)) is JsonValue usual
        && !(usual.GetValueKind() == JsonValueKind.String && usual.GetValue<string>().Length == 0)
            ? usual
            : null;

    private static JsonObject Part(JsonObject whole, BodyShape shape)
    {
        var part = whole.DeepClone().AsObject();
        if (shape.Description is not null)
        {
            part["description"] = shape.Description;
        }

        if (shape.Only is { } only)
        {
            foreach (var name in part["properties"]!.AsObject().Select(property => property.Key).Except(only).ToList())
            {
                part["properties"]!.AsObject().Remove(name);
            }
        }

        if (shape.Required.Count > 0)
        {
            part["required"] = new JsonArray([.. shape.Required.Select(name => JsonValue.Create(name))]);
            foreach (var name in shape.Required)
            {
                // What is required is not null.
                part["properties"]![name] = part["properties"]![name]!["oneOf"]!.AsArray()[^1]!.DeepClone();
            }
        }

        return part;
    }

    /// <summary>Takes out schemas that nothing refers to.</summary>
    private static void Prune(JsonObject document, JsonObject schemas)
    {
        while (Unused() is { Count: > 0 } unused)
        {
            unused.ForEach(name => schemas.Remove(name));
        }

        List<string> Unused()
        {
            var used = References(document);
            return [.. schemas.Select(schema => schema.Key).Where(name => !used.Contains($"#/components/schemas/{name}"))];
        }
    }

    private static HashSet<string> References(JsonNode? node) => node switch
    {
        JsonObject members =>
            [
                .. members.SelectMany(
                    member => member is { Key: "$ref", Value: JsonValue value } ? [value.GetValue<string>()] : References(member.Value))
            ],
        JsonArray items => [.. items.SelectMany(References)],
        _ => [],
    };
}
