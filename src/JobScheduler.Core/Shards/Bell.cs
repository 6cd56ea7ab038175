using System.Globalization;
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
/// <param name="Runs">Which runs of the message it is about, where others of it still wait to be granted a place; null: all.</param>
/// <param name="Returns">How often it was sent again because whoever had it had no place for its runs.</param>
public sealed record Bell(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("s")] int Shard,
    [property: JsonPropertyName("m")] string? Message,
    [property: JsonPropertyName("d"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeadLetter = null,
    [property: JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Runs = null,
    [property: JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Returns = 0)
{
    public const int CurrentVersion = 1;

    // Ids of messages begin with a time. An older version reads no token for such an id, and lets the message go.
    private const string WakePrefix = "wake-";

    /// <summary>
    /// For a message that has no runs: something may be sent to its queue at this instant. Null: it has runs, or is a dead letter's.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? WakesFor => Message?.StartsWith(WakePrefix, StringComparison.Ordinal) == true
        && long.TryParse(Message.AsSpan(WakePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        ? DateTimeOffset.FromUnixTimeMilliseconds(at)
        : null;

    /// <summary>The instant for which a message wakes whoever polls its queue; null for messages of another kind.</summary>
    public static DateTimeOffset? WakeOf(string body) =>
        body.Contains(WakePrefix, StringComparison.Ordinal) ? TryParse(body, int.MaxValue)?.WakesFor : null;

    /// <summary>Wakes whoever polls a queue, a little before something may be sent to it.</summary>
    public static Bell Wake(int shard, DateTimeOffset due) =>
        new(CurrentVersion, shard, WakePrefix + due.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

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
