using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>All JSON of this client. What is null is not sent: the server then takes its default. Results may be deep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 600,
    Converters = [typeof(DurationConverter), typeof(TimeConverter), typeof(TargetConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Page<Job>))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(HttpTarget))]
[JsonSerializable(typeof(HandlerTarget))]
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
