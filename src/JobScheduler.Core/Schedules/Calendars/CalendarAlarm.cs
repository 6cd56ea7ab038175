using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The alarm of a walk over the schedules that may use a changed calendar, and how far the walk is.</summary>
/// <param name="Tenant">Whose calendar.</param>
/// <param name="CalendarId">Which.</param>
/// <param name="IsLast">Whether no other walk follows for this change.</param>
/// <param name="Blob">The blob of the definition before the change; nobody reads it after the last walk. Null: there was none.</param>
/// <param name="Shard">Which shard is being walked; schedules are in the shards of their jobs.</param>
/// <param name="After">The last row that was looked at there; null at its start.</param>
internal sealed record CalendarAlarm(string Tenant, string CalendarId, bool IsLast, string? Blob, int Shard = 0, string? After = null)
{
    /// <summary>The kind of the alarm.</summary>
    public const string Kind = "calendar";

    private const string TenantColumn = "tenant";
    private const string CalendarColumn = "calendar";
    private const string LastColumn = "last";
    private const string BlobColumn = "blob";
    private const string ShardColumn = "shard";
    private const string AfterColumn = "after";

    /// <summary>How far the walk is.</summary>
    public WalkPosition Position => new(Shard, After);

    public Columns Write() => new()
    {
        { TenantColumn, Tenant },
        { CalendarColumn, CalendarId },
        { LastColumn, (ColumnValue)IsLast },
        { BlobColumn, Blob },
        { ShardColumn, (ColumnValue)(long)Shard },
        { AfterColumn, After },
    };

    /// <summary>Null when the row is none.</summary>
    public static CalendarAlarm? TryRead(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant && row.Columns.Text(CalendarColumn) is { } calendar
            ? new CalendarAlarm(
                tenant, calendar, row.Columns.Flag(LastColumn), row.Columns.Text(BlobColumn), (int)(row.Columns.Number(ShardColumn) ?? 0), row.Columns.Text(AfterColumn))
            : null;
}
