using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>What messages hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(Bell))]
internal sealed partial class ShardJson : JsonSerializerContext;
