using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>
/// The alarm of a batch, in the shard of its runs: asks the gate whether they were granted their places, and whether it knows of them.
/// </summary>
internal static class BatchAlarm
{
    public const string Kind = "batch";

    private const string GateColumn = "gate";
    private const string BatchColumn = "batch";
    private const string RingsColumn = "rings";

    public static string KeyOf(string batch, DateTimeOffset at) => new AlarmKey(at, Kind, batch);

    public static Columns Write(string gate, string batch, int rings) =>
        new() { { GateColumn, gate }, { BatchColumn, batch }, { RingsColumn, rings } };

    /// <summary>Null if the row is not such an alarm.</summary>
    public static (string Gate, string Batch, int Rings)? TryRead(Row row) =>
        row.Columns.Text(GateColumn) is { } gate && row.Columns.Text(BatchColumn) is { } batch
            ? (gate, batch, (int)(row.Columns.Number(RingsColumn) ?? 0))
            : null;
}
