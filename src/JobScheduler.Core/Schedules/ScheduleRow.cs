using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>The row of a schedule (<c>S</c>), in the shard of its job.</summary>
internal static class ScheduleRow
{
    public const string TenantColumn = "tenant";
    public const string JobColumn = "job";
    public const string ScheduleColumn = "schedule";
    public const string DefinitionColumn = "definition";
    public const string InputBlobColumn = "inputBlob";
    public const string SeedColumn = "seed";
    public const string StateColumn = "state";
    public const string AlarmColumn = "alarm";
    public const string PauseColumn = "pause";
    public const string PausedColumn = "paused";
    public const string CreatedColumn = "created";
    public const string CreatedByColumn = "createdBy";
    public const string UpdatedColumn = "updated";

    /// <summary>Unique to each write of the definition or the pause; its ETag for callers, who do not mind fires.</summary>
    public const string StampColumn = "stamp";

    /// <summary>Inputs of up to this many characters are kept in the row, the alarm and the tails.</summary>
    public const int InlineInput = 4_000;

    /// <summary>A fresh name each time: a write that loses against another must not replace what that one refers to.</summary>
    public static string Blob(ScheduleIdentity identity, string unique) => $"schedules/{identity.Tenant}/{identity.Job}/{identity.Schedule}/{unique}";

    /// <summary>The schedule, without an input that is in a blob and with the next time that its clock knows of; null when the row is none.</summary>
    public static ScheduleRecord? TryRead(Row row, DateTimeOffset now) => HeldSchedule.TryRead(row) is not { } held ? null : new ScheduleRecord
    {
        Tenant = held.Identity.Tenant,
        JobId = held.Identity.Job,
        Id = held.Identity.Schedule,
        Definition = held.Definition,
        Pause = held.Pause,
        LastFireAt = held.State.LastFire(now),
        NextFireAt = held.State.NextAhead(now) ?? held.State.Planned,
        Runs = held.State.RunsBy(now),
        CreatedBy = row.Columns.Text(CreatedByColumn) ?? "",
        CreatedAt = row.Columns.Time(CreatedColumn) ?? DateTimeOffset.MinValue,
        UpdatedAt = row.Columns.Time(UpdatedColumn) ?? DateTimeOffset.MinValue,
        ETag = row.Columns.Text(StampColumn) ?? "",
    };

    /// <summary>The row of the schedule that an alarm belongs to; null when it belongs to none.</summary>
    public static string? OwnerOf(Row alarm) =>
        alarm.Columns.Text(TenantColumn) is { } tenant
        && alarm.Columns.Text(JobColumn) is { } job
        && alarm.Columns.Text(ScheduleColumn) is { } schedule
            ? Keys.Schedule(tenant, job, schedule)
            : null;
}
