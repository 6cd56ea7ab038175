using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Text;

namespace JobScheduler;

/// <summary>How records are written into rows and messages: short, tolerant of members of newer versions, without type names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter)])]
[JsonSerializable(typeof(Bell))]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunStep))]
[JsonSerializable(typeof(RunClaim))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(RunCancel))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(LateOutcome))]
[JsonSerializable(typeof(AttemptError))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(JobDefinition))]
[JsonSerializable(typeof(JobPause))]
[JsonSerializable(typeof(Target))]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(OperationPlan))]
[JsonSerializable(typeof(TriggerRequest))]
[JsonSerializable(typeof(CalendarDefinition))]
[JsonSerializable(typeof(ScheduleSpec))]
[JsonSerializable(typeof(ScheduleDefinition))]
[JsonSerializable(typeof(ScheduleState))]
[JsonSerializable(typeof(SchedulePause))]
internal sealed partial class CoreJson : JsonSerializerContext
{
    /// <summary>As <see cref="Default"/>, but without escaping what only HTML minds: rows are paid for by the byte.</summary>
    public static CoreJson Compact => CompactHolder.Value;

    // A class of its own: static fields of this one would be set before those that the generator adds.
    private static class CompactHolder
    {
        public static readonly CoreJson Value = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
