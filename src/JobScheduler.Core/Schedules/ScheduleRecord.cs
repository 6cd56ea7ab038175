using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>
/// A schedule of a job: its definition and its progress. Its ETag changes neither with fires nor when a pause ends by itself.
/// </summary>
public sealed record ScheduleRecord : StoredRecord
{
    public required string JobId { get; init; }

    public required ScheduleDefinition Definition { get; init; }

    /// <summary>Null when it is not paused.</summary>
    public SchedulePause? Pause { get; init; }

    /// <summary>The next nominal time; null when it is paused, has ended, or waits for the end of a run.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The nominal time of its latest fire, whether that got a run or not.</summary>
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>Runs it has made; what <c>maxRuns</c> counts.</summary>
    public int Runs { get; init; }

    public ScheduleIdentity Identity => new(Tenant, JobId, Id);

    /// <summary>The same for the clock, as it was read or will be written. A proposed schedule has none.</summary>
    internal FiringSchedule Firing { get; init; } = null!;
}

/// <summary>A paused schedule does not fire; what would have fired during the pause does not count as missed.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Note">Why, in their words.</param>
/// <param name="Until">When it resumes by itself; null: never.</param>
public sealed record SchedulePause(DateTimeOffset At, string By, string? Note, DateTimeOffset? Until);

/// <summary>What a write says about the pause: null members leave note and time as they are.</summary>
/// <param name="Paused">Whether it is to be paused.</param>
/// <param name="Note">Why.</param>
/// <param name="Until">When it resumes by itself.</param>
public sealed record SchedulePauseWish(bool Paused, string? Note = null, DateTimeOffset? Until = null);

/// <summary>What a write makes of a schedule.</summary>
/// <param name="Definition">All of it.</param>
/// <param name="Pause">Pauses or resumes with the same write; null leaves it as it is.</param>
public sealed record ScheduleWish(ScheduleDefinition Definition, SchedulePauseWish? Pause);

/// <summary>Which schedule. Ids of jobs and schedules are unique within their tenant and job.</summary>
public sealed record ScheduleIdentity(string Tenant, string Job, string Schedule)
{
    /// <summary>Spreads <c>H</c> in cron expressions: the same for this name in every process and version.</summary>
    public int Spread => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Tenant}\n{Job}\n{Schedule}")));
}

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

    /// <summary>A new name each time: a write that loses against another must not replace what the other refers to.</summary>
    public static string Blob(ScheduleIdentity identity, string unique) =>
        $"schedules/{identity.Tenant}/{identity.Job}/{identity.Schedule}/{unique}";

    /// <summary>
    /// The schedule as far as fires are concerned: without an input that is in a blob, and with the next time that its clock knows;
    /// null when the row is not a schedule.
    /// </summary>
    public static ScheduleRecord? TryRead(Row row, DateTimeOffset now) => FiringSchedule.TryRead(row) is { } firing
        ? new ScheduleRecord
        {
            Tenant = firing.Identity.Tenant,
            JobId = firing.Identity.Job,
            Id = firing.Identity.Schedule,
            Definition = firing.Definition,
            Pause = firing.Pause,
            LastFireAt = firing.State.LastFire(now),
            NextFireAt = firing.State.NextAhead(now) ?? firing.State.Planned,
            Runs = firing.State.RunsBy(now),
            Firing = firing,
        }
        : null;

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

/// <summary>What the rows of schedules hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(ScheduleSpec))]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(SchedulePause))]
[JsonSerializable(typeof(BackfillWork))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static ScheduleJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly ScheduleJson Value = new(RowText.Compact(Default.Options));
    }
}
