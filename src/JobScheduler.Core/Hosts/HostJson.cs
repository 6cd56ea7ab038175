using System.Text.Json.Serialization;
using JobScheduler.Hosts.Circuits;
using JobScheduler.Hosts.Permits;
using JobScheduler.Storage;

namespace JobScheduler.Hosts;

/// <summary>What the rows of hosts hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(HostDefinition))]
[JsonSerializable(typeof(HostTrouble))]
[JsonSerializable(typeof(HostBudget))]
internal sealed partial class HostJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static HostJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly HostJson Value = new(RowText.Compact(Default.Options));
    }
}
