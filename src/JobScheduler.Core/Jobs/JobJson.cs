using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>What the rows of jobs hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(JobDefinition))]
[JsonSerializable(typeof(JobPause))]
internal sealed partial class JobJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static JobJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly JobJson Value = new(RowText.Compact(Default.Options));
    }
}
