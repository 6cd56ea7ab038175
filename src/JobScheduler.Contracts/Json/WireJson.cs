using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// How contracts are written on the wire: camelCase, times and durations as strings, nulls included. A client makes one of its own, with
/// options that leave out what need not be sent.
/// </summary>
/// <remarks>
/// Generated at compile time: a missing member is read as the default of its type, not of the record, so a server writes all of them.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(WeekdayConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ProblemDescription))]
[JsonSerializable(typeof(ItemList<ProblemDescription>))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Page<Job>))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(Page<Schedule>))]
[JsonSerializable(typeof(TriggerRequest))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(FirePreview))]
[JsonSerializable(typeof(Page<UpcomingFire>))]
[JsonSerializable(typeof(Calendar))]
[JsonSerializable(typeof(Page<Calendar>))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(Page<Group>))]
[JsonSerializable(typeof(TargetHost))]
[JsonSerializable(typeof(Page<TargetHost>))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(Page<Run>))]
[JsonSerializable(typeof(RunCounts))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(ItemList<RunRequest>))]
[JsonSerializable(typeof(ItemList<BulkOutcome>))]
[JsonSerializable(typeof(RunCancellation))]
[JsonSerializable(typeof(RunRedrive))]
[JsonSerializable(typeof(ItemList<Attempt>))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(WhyWaiting))]
[JsonSerializable(typeof(HeartbeatReport))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(LogReport))]
[JsonSerializable(typeof(LogAnswer))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(ReportedRun))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(Page<DeadLetter>))]
[JsonSerializable(typeof(ItemList<CauseCount>))]
[JsonSerializable(typeof(DeadLetterPurge))]
[JsonSerializable(typeof(DeadLetterRedrive))]
[JsonSerializable(typeof(Operation))]
[JsonSerializable(typeof(Page<Operation>))]
[JsonSerializable(typeof(MatchCount))]
public sealed partial class WireJson : JsonSerializerContext;
