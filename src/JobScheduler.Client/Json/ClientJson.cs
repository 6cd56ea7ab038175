using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Json;

/// <summary>
/// All JSON of this client. What the server sets, what is null and what is at its default is not sent: so a server that is older than this
/// client is not asked for members that it does not know. What such a server leaves out of its answers is at its default. Results may be
/// deep.
/// </summary>
internal static class ClientJson
{
    private const int Deepest = 600;

    // The kinds of targets and specs that this client knows, told apart by the attributes of the contracts.
    private static readonly JsonSerializerOptions Known = new(WireJson.Default.Options)
    {
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = Deepest,
        TypeInfoResolver = WireJson.Default.WithAddedModifier(Adapt),
    };

    private static readonly JsonSerializerOptions Options;

    static ClientJson()
    {
        Known.Converters.Insert(0, new SentDurationConverter());
        Options = new JsonSerializerOptions(Known)
        {
            Converters =
            {
                new VariantConverter<Target>(
                    "target", Of<Target>(Known), (type, json) => new UnknownTarget(type, json), target => (target as UnknownTarget)?.Json),
                new VariantConverter<ScheduleSpec>(
                    "spec", Of<ScheduleSpec>(Known), (type, json) => new UnknownSpec(type, json), spec => (spec as UnknownSpec)?.WhatToSend()),
            },
        };
    }

    /// <summary>How a shape is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => Of<T>(Options);

    /// <summary>Whether members of the type that are at their defaults are left out, and have them when they are missing.</summary>
    public static bool HasDefaults(Type type) => Blanks.Of(type) is not null;

    private static JsonTypeInfo<T> Of<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static void Adapt(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            // What has a converter is told apart by it, and the attributes have no say.
            type.PolymorphismOptions = null;
            return;
        }

        if (Blanks.Needed(type.Type) is { } needed)
        {
            AdaptNeeded(type, needed);
        }

        foreach (var member in type.Properties.Where(member => member.AttributeProvider?.IsDefined(typeof(ReadOnlyAttribute), inherit: true) == true))
        {
            member.ShouldSerialize = (_, _) => false;
        }

        if (Blanks.Of(type.Type) is { } make)
        {
            // Source generation sets all members when it makes a record, those that are missing to the default of their type.
            type.CreateObject = make;
            var blank = make();
            foreach (var member in type.Properties)
            {
                AdaptDefault(member, blank);
            }
        }
    }

    private static void AdaptNeeded(JsonTypeInfo type, IReadOnlyCollection<string> needed)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired = needed.Contains(member.Name);
        }

        type.OnDeserialized = record =>
        {
            if (type.Properties.FirstOrDefault(member => member.IsRequired && member.Get!(record) is null) is { } missing)
            {
                throw new JsonException($"'{missing.Name}' is null");
            }
        };
    }

    private static void AdaptDefault(JsonPropertyInfo member, object blank)
    {
        var usual = member.Get?.Invoke(blank);
        if (usual is not null && !member.IsRequired)
        {
            member.ShouldSerialize ??= (_, value) => value is not null && !IsSame(value, usual);
        }

        if (member is { Set: not null, IsExtensionData: false, AttributeProvider: PropertyInfo property })
        {
            member.Set = (record, value) =>
            {
                if (value is not null || usual is null)
                {
                    property.SetValue(record, value);
                }
            };
        }
    }

    private static bool IsSame(object value, object usual) => value.Equals(usual) || (value is ICollection { Count: 0 } && usual is ICollection { Count: 0 });
}
