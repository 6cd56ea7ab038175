using System.Globalization;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Records;

/// <summary>A kind of definition that the core does not know.</summary>
internal sealed record Note : StoredRecord
{
    public required string Text { get; init; }

    /// <summary>Counts the writes, also beyond a deletion.</summary>
    public int Edition { get; init; }
}

/// <summary>The rows of notes (<c>N</c>), and one for each edition (<c>E</c>).</summary>
internal sealed class NoteRow(ShardMap map) : RecordRow<Note>("note")
{
    private const string EditionColumn = "edition";

    public override RecordKey KeyOf(string tenant, string id) => new(tenant, id, PrefixOf(tenant) + id, map.OfRecord(tenant, "note", id));

    public override string PrefixOf(string tenant) => $"N~{tenant}~";

    public static string EditionKey(RecordKey key, int edition) =>
        string.Create(CultureInfo.InvariantCulture, $"E~{key.Tenant}~{key.Id}~{edition:D4}");

    public static int EditionOf(Row? row) => (int)(row?.Columns.Number(EditionColumn) ?? 0);

    protected override Columns Tombstone(Row row) => row.Columns.Select([EditionColumn]);

    protected override Note Read(Row row, string definition) => new() { Text = definition, Edition = EditionOf(row) };

    protected override string WriteDefinition(Note record) => record.Text;

    protected override Columns Write(Note record) => new() { { EditionColumn, (ColumnValue)(long)record.Edition } };

    protected override string BlobName(Note record, string unique) => $"notes/{record.Tenant}/{record.Id}/{unique}";
}
