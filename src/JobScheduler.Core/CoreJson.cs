using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.DeadLetters;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;

namespace JobScheduler;

/// <summary>How records are written into rows and messages: short, tolerant of members of newer versions, without type names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(Bell))]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunStep))]
[JsonSerializable(typeof(RunClaim))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(RunCancel))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(AttemptRecord))]
[JsonSerializable(typeof(LateOutcome))]
[JsonSerializable(typeof(AttemptError))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(JobDefinition))]
[JsonSerializable(typeof(JobPause))]
[JsonSerializable(typeof(Target))]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(AskedRun))]
[JsonSerializable(typeof(OperationHead))]
[JsonSerializable(typeof(RedriveWork))]
[JsonSerializable(typeof(PurgeWork))]
[JsonSerializable(typeof(CancelWork))]
[JsonSerializable(typeof(BackfillWork))]
[JsonSerializable(typeof(AskedTrigger))]
[JsonSerializable(typeof(CalendarDefinition))]
[JsonSerializable(typeof(ScheduleSpec))]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(SchedulePause))]
internal sealed partial class CoreJson : JsonSerializerContext
{
    /// <summary>As <see cref="Default"/>, but without escaping what only HTML minds: rows are paid for by the byte.</summary>
    public static CoreJson Compact => CompactHolder.Value;

    // A class of its own: static fields of this one would be set before those that the generator adds.
    private static class CompactHolder
    {
        public static readonly CoreJson Value = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>
/// Writes enumerations by the names of their members, as rows have always had them, not by the words of the API; and a name that is not known
/// is an error here, not <c>Unknown</c>. Converters of a context come before those of the types.
/// </summary>
internal sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(NameConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class NameConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> ByName =
            EnumText.Values<T>().ToDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && ByName.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"is no {typeof(T).Name} that this version knows");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(
            EnumText.IsKnown(value) ? value.ToString() : throw new ArgumentException($"{typeof(T).Name}.{value} cannot be stored"));
    }
}
