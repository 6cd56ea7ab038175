using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>The alarm of a changed group: places may have become free.</summary>
internal static class GroupAlarm
{
    public const string Kind = "group";

    private const string GateColumn = "gate";

    public static string KeyOf(DateTimeOffset at, string stamp) => new AlarmKey(at, Kind, stamp);

    public static Columns Write(string gate) => new() { { GateColumn, gate } };

    /// <summary>The prefix of the gate's keys; null if the row is not such an alarm.</summary>
    public static string? GateOf(Row row) => row.Columns.Text(GateColumn);
}
