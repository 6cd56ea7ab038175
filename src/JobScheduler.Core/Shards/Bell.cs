using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// The body of a queue message: where to look, and nothing else. A lost message costs a delay (until its guard rings); a duplicate
/// costs nothing (the tokens are gone).
/// </summary>
/// <param name="Version">The version of this format: 1.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Message">Runs: the message id in the tokens <c>Q~message~run</c>.</param>
/// <param name="DeadLetter">Dead letter: its id; null for runs.</param>
public sealed record Bell(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("s")] int Shard,
    [property: JsonPropertyName("m")] string? Message,
    [property: JsonPropertyName("d"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeadLetter = null)
{
    public const int CurrentVersion = 1;

    public string ToBody() => JsonSerializer.Serialize(this, ShardJson.Default.Bell);

    /// <summary>Reads a body; null if this version does not understand it.</summary>
    public static Bell? TryParse(string body, int shardCount)
    {
        try
        {
            var bell = JsonSerializer.Deserialize(body, ShardJson.Default.Bell);
            return bell is { Version: CurrentVersion } && bell.Shard >= 0 && bell.Shard < shardCount
                && (bell.Message is not null || bell.DeadLetter is not null)
                && (bell.Message is null || Storage.StorageLimits.IsKey(bell.Message))
                ? bell
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // The latter if a text has half a surrogate pair.
            return null;
        }
    }
}

/// <summary>What messages hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(Bell))]
internal sealed partial class ShardJson : JsonSerializerContext;
