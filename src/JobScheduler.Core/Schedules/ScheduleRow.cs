using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>The row of a schedule (<c>S</c>), in the shard of its job. Fires write it too, so callers compare its stamp.</summary>
internal sealed class ScheduleRow(ShardMap map, TimeProvider time) : RecordRow<ScheduleRecord>("schedule")
{
    public const string TenantColumn = "tenant";
    public const string JobColumn = "job";
    public const string ScheduleColumn = "schedule";
    public const string InputBlobColumn = "inputBlob";
    public const string SeedColumn = "seed";
    public const string StateColumn = "state";
    public const string AlarmColumn = "alarm";
    public const string PauseColumn = "pause";
    public const string PausedColumn = "paused";

    /// <summary>Inputs of up to this many characters are kept in the row, the alarm and the tails.</summary>
    public const int InlineInput = 4_000;

    public override bool ShowsStamp => true;

    /// <param name="tenant">Whose.</param>
    /// <param name="id"><c>job~schedule</c>, as it follows the prefix.</param>
    public override RecordKey KeyOf(string tenant, string id)
    {
        var parts = id.Split('~');
        return new RecordKey(tenant, id, PrefixOf(tenant) + id, map.OfJob(tenant, parts[0])) { Name = parts[^1] };
    }

    public override string PrefixOf(string tenant) => Keys.SchedulePrefix(tenant);

    /// <summary>A fresh name each time: a write that loses against another must not replace what that one refers to.</summary>
    public static string Blob(ScheduleIdentity identity, string unique) =>
        $"schedules/{identity.Tenant}/{identity.Job}/{identity.Schedule}/{unique}";

    /// <summary>
    /// The schedule as far as fires are concerned, without an input that is in a blob and with the next time that its clock knows of;
    /// null when the row is none.
    /// </summary>
    public static ScheduleRecord? TryRead(Row row, DateTimeOffset now) => FiringSchedule.TryRead(row) is not { } held ? null : new ScheduleRecord
    {
        Tenant = held.Identity.Tenant,
        JobId = held.Identity.Job,
        Id = held.Identity.Schedule,
        Definition = held.Definition,
        Pause = held.Pause,
        LastFireAt = held.State.LastFire(now),
        NextFireAt = held.State.NextAhead(now) ?? held.State.Planned,
        Runs = held.State.RunsBy(now),
        Firing = held,
    };

    /// <summary>The row of the schedule that an alarm belongs to; null when it belongs to none.</summary>
    public static string? OwnerOf(Row alarm) =>
        alarm.Columns.Text(TenantColumn) is { } tenant
        && alarm.Columns.Text(JobColumn) is { } job
        && alarm.Columns.Text(ScheduleColumn) is { } schedule
            ? Keys.Schedule(tenant, job, schedule)
            : null;

    protected override ScheduleRecord? Read(Row row, string definition) => TryRead(row, time.GetUtcNow());

    protected override string WriteDefinition(ScheduleRecord record) =>
        JsonSerializer.Serialize(record.Firing.Definition, ScheduleJson.Compact.ScheduleDefinition);

    protected override Columns Write(ScheduleRecord record) => record.Firing.Write().Merge(record.Firing.WriteProgress());
}
