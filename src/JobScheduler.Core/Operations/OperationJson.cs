using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>What the rows of operations hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(OperationHead))]
internal sealed partial class OperationJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static OperationJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly OperationJson Value = new(RowText.Compact(Default.Options));
    }
}
