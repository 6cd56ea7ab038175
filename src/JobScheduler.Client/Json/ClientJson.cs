using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Json;

/// <summary>
/// All JSON of this client. Members that the server sets, nulls and defaults are not sent, so that an older server does not get members
/// that it does not know; members that it leaves out of its responses take their defaults. Results may be deeply nested.
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
                    "spec",
                    Of<ScheduleSpec>(Known),
                    (type, json) => new UnknownSpec(type, json),
                    spec => (spec as UnknownSpec)?.WhatToSend()),
            },
        };
    }

    /// <summary>How a shape is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => Of<T>(Options);

    /// <summary>Whether members of the type are left out at their defaults, and take them if missing.</summary>
    public static bool HasDefaults(Type type) => Blanks.Of(type) is not null;

    private static JsonTypeInfo<T> Of<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static void Adapt(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            // The converter tells the kinds apart; the attributes must not.
            type.PolymorphismOptions = null;
            return;
        }

        if (Blanks.Needed(type.Type) is { } needed)
        {
            AdaptNeeded(type, needed);
        }

        foreach (var member in type.Properties.Where(IsReadOnly))
        {
            member.ShouldSerialize = (_, _) => false;
        }

        if (Blanks.Of(type.Type) is { } make)
        {
            // A generated constructor sets all members, missing ones to the default of their type.
            type.CreateObject = make;
            var blank = make();
            foreach (var member in type.Properties)
            {
                AdaptDefault(member, blank);
            }
        }
    }

    private static bool IsReadOnly(JsonPropertyInfo member) =>
        member.AttributeProvider?.IsDefined(typeof(ReadOnlyAttribute), inherit: true) == true;

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

    private static bool IsSame(object value, object usual) =>
        value.Equals(usual) || (value is ICollection { Count: 0 } && usual is ICollection { Count: 0 });
}

/// <summary>
/// Durations sent to the server, rounded up to whole milliseconds, so that a short one never becomes zero.
/// </summary>
internal sealed class SentDurationConverter : JsonConverter<TimeSpan>
{
    private static readonly DurationConverter Usual = new();

    /// <exception cref="ArgumentOutOfRangeException">Negative: the API has no text for it.</exception>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        var part = value.Ticks % TimeSpan.TicksPerMillisecond;
        return Duration.Format(
            part == 0 || value > Duration.Longest ? value : value + TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond - part));
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Usual.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));
}
