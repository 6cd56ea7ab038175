using System.Text.Json.Serialization;
using JobScheduler.Api.Access;
using JobScheduler.Api.Problems;
using JobScheduler.Execution;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

/// <summary>How answers are written: camelCase, nulls included, times and durations as API.md says.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(DurationConverter), typeof(TimestampConverter),
        typeof(CamelCaseEnumConverter<Priority>), typeof(CamelCaseEnumConverter<Placement>), typeof(CamelCaseEnumConverter<Backoff>),
        typeof(CamelCaseEnumConverter<HttpCompletion>), typeof(CamelCaseEnumConverter<JobStatusKind>), typeof(CamelCaseEnumConverter<RunState>),
        typeof(CamelCaseEnumConverter<AttemptOutcome>), typeof(CamelCaseEnumConverter<LogSeverity>), typeof(CamelCaseEnumConverter<BlockerKind>),
        typeof(CamelCaseEnumConverter<OperationState>), typeof(CamelCaseEnumConverter<Role>), typeof(CamelCaseEnumConverter<OverlapChoice>),
        typeof(CamelCaseEnumConverter<DefinitionChoice>), typeof(CamelCaseEnumConverter<CompletionOutcome>),
        typeof(CamelCaseEnumConverter<IntervalMode>), typeof(CamelCaseEnumConverter<GapRule>), typeof(CamelCaseEnumConverter<RepeatRule>),
        typeof(CamelCaseEnumConverter<MisfireRule>), typeof(CamelCaseEnumConverter<OverlapRule>), typeof(CamelCaseEnumConverter<CalendarShift>),
        typeof(CamelCaseEnumConverter<CalendarKind>), typeof(CamelCaseEnumConverter<Weekday>),
    ])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JobContract))]
[JsonSerializable(typeof(ListContract<JobContract>))]
[JsonSerializable(typeof(JobStatusContract))]
[JsonSerializable(typeof(ScheduleContract))]
[JsonSerializable(typeof(ListContract<ScheduleContract>))]
[JsonSerializable(typeof(FirePreviewContract))]
[JsonSerializable(typeof(ListContract<UpcomingFireContract>))]
[JsonSerializable(typeof(CalendarContract))]
[JsonSerializable(typeof(ListContract<CalendarContract>))]
[JsonSerializable(typeof(RunContract))]
[JsonSerializable(typeof(ListContract<RunContract>))]
[JsonSerializable(typeof(ItemsContract<BulkOutcomeContract>))]
[JsonSerializable(typeof(ItemsContract<AttemptContract>))]
[JsonSerializable(typeof(LogContract))]
[JsonSerializable(typeof(LogLineContract))]
[JsonSerializable(typeof(WhyContract))]
[JsonSerializable(typeof(ListContract<DeadLetterContract>))]
[JsonSerializable(typeof(DeadLetterContract))]
[JsonSerializable(typeof(ItemsContract<CauseCountContract>))]
[JsonSerializable(typeof(OperationContract))]
[JsonSerializable(typeof(HealthContract))]
[JsonSerializable(typeof(CallerContract))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(RunSubmission))]
[JsonSerializable(typeof(OwnRunSubmission))]
[JsonSerializable(typeof(BulkSubmission))]
[JsonSerializable(typeof(TriggerSubmission))]
[JsonSerializable(typeof(BackfillSubmission))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(RunFilterRequest))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(DeadLetterRedriveRequest))]
[JsonSerializable(typeof(DeadLetterPurgeRequest))]
[JsonSerializable(typeof(string))]
public sealed partial class ApiJson : JsonSerializerContext;
