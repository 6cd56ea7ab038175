using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Hosts;

/// <summary>How a tenant wants a host to be called. Its id is the host.</summary>
public sealed record HostRecord : StoredRecord
{
    public required HostDefinition Definition { get; init; }
}

/// <summary>The rows of definitions of hosts (<c>N</c>).</summary>
internal sealed class HostRow(ShardMap map) : RecordRow<HostRecord>("host")
{
    public override bool AbsenceProvesDeletion => true;

    /// <summary>Most hosts have no definition, and it is looked for before each call.</summary>
    public override bool RemembersAbsence => true;

    public override RecordKey KeyOf(string tenant, string id) =>
        new(tenant, id, Keys.Host(tenant, id), map.OfRecord(tenant, Keys.HostRecord, id));

    public override string PrefixOf(string tenant) => Keys.HostPrefix(tenant);

    protected override HostRecord? Read(Row row, string definition) =>
        Parse(definition, HostJson.Default.HostDefinition) is { } read ? new HostRecord { Definition = read } : null;

    protected override string WriteDefinition(HostRecord record) =>
        JsonSerializer.Serialize(record.Definition, HostJson.Compact.HostDefinition);
}
