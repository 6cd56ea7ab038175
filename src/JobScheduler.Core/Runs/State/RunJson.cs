using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>What the rows of runs, attempts and idempotency keys hold, and their logs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunStep))]
[JsonSerializable(typeof(RunClaim))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(RunCancel))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(AttemptRecord))]
[JsonSerializable(typeof(LateOutcome))]
[JsonSerializable(typeof(AttemptError))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(Target))]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(CancelWork))]
[JsonSerializable(typeof(AskedRun))]
[JsonSerializable(typeof(AskedTrigger))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static RunJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly RunJson Value = new(RowText.Compact(Default.Options));
    }
}
