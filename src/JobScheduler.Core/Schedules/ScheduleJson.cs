using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>What the rows of schedules hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(ScheduleSpec))]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(SchedulePause))]
[JsonSerializable(typeof(BackfillWork))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static ScheduleJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly ScheduleJson Value = new(RowText.Compact(Default.Options));
    }
}
