using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>A limit that jobs share.</summary>
public sealed record GroupRecord : StoredRecord
{
    public required GroupDefinition Definition { get; init; }
}

/// <summary>The rows of groups (<c>M</c>), in the shard of their gates.</summary>
internal sealed class GroupRow(ShardMap map) : RecordRow<GroupRecord>("group")
{
    public override RecordKey KeyOf(string tenant, string id) =>
        new(tenant, id, Keys.Group(tenant, id), new GroupGate(tenant, id).HomeIn(map));

    public override string PrefixOf(string tenant) => Keys.GroupPrefix(tenant);

    protected override GroupRecord? Read(Row row, string definition) =>
        Parse(definition, GroupJson.Default.GroupDefinition) is { } read ? new GroupRecord { Definition = read } : null;

    protected override string WriteDefinition(GroupRecord record) =>
        JsonSerializer.Serialize(record.Definition, GroupJson.Compact.GroupDefinition);
}

/// <summary>What the rows of groups hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(GroupDefinition))]
internal sealed partial class GroupJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static GroupJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly GroupJson Value = new(RowText.Compact(Default.Options));
    }
}
