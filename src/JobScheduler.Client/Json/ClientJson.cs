using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>All JSON of this client. What is null is not sent: the server then takes its default. Results may be deep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 600,
    Converters = [typeof(DurationConverter), typeof(TimeConverter), typeof(TargetConverter), typeof(SpecConverter), typeof(WeekdayConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Page<Job>))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(HttpTarget))]
[JsonSerializable(typeof(HandlerTarget))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(Page<Schedule>))]
[JsonSerializable(typeof(OnceSpec))]
[JsonSerializable(typeof(IntervalSpec))]
[JsonSerializable(typeof(CronSpec))]
[JsonSerializable(typeof(TriggerRequest))]
[JsonSerializable(typeof(Backfill))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(FirePreview))]
[JsonSerializable(typeof(Page<UpcomingFire>))]
[JsonSerializable(typeof(Calendar))]
[JsonSerializable(typeof(Page<Calendar>))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(Page<Run>))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunFilter))]
[JsonSerializable(typeof(Items<RunRequest>))]
[JsonSerializable(typeof(Items<BulkOutcome>))]
[JsonSerializable(typeof(Items<Attempt>))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(WhyWaiting))]
[JsonSerializable(typeof(RunRedrive))]
[JsonSerializable(typeof(HeartbeatReport))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(Page<DeadLetter>))]
[JsonSerializable(typeof(Items<CauseCount>))]
[JsonSerializable(typeof(DeadLetterFilter))]
[JsonSerializable(typeof(DeadLetterRedrive))]
[JsonSerializable(typeof(Operation))]
[JsonSerializable(typeof(Caller))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ClientJson : JsonSerializerContext;
