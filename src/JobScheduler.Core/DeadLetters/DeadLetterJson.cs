using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.DeadLetters;

/// <summary>What the rows of operations on dead letters hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(RedriveWork))]
[JsonSerializable(typeof(PurgeWork))]
internal sealed partial class DeadLetterJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static DeadLetterJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly DeadLetterJson Value = new(RowText.Compact(Default.Options));
    }
}
