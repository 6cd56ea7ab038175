using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>What the rows of calendars hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(CalendarDefinition))]
internal sealed partial class CalendarJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static CalendarJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly CalendarJson Value = new(RowText.Compact(Default.Options));
    }
}
