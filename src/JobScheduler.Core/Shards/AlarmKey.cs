using System.Globalization;

namespace JobScheduler.Shards;

/// <summary>
/// The key of an alarm: <c>A~time~kind~id</c>. The alarms of a shard are read in order of time. Keys are written and read only here.
/// </summary>
/// <param name="At">When the clock may act, to the millisecond.</param>
/// <param name="Kind">Whose alarm it is: the <see cref="IAlarmHandler.Kind"/> of its handler. Empty if the key is not an alarm's.</param>
/// <param name="Id">Unique among the alarms of the kind and time.</param>
public readonly record struct AlarmKey(DateTimeOffset At, string Kind, string Id)
{
    /// <summary>The prefix of all alarms.</summary>
    public const string Prefix = "A~";

    /// <summary>
    /// Reads any key. One that is not an alarm's has no kind and the earliest time, so that it rings at once and is dealt with.
    /// </summary>
    public static AlarmKey Read(string key)
    {
        var parts = key.Split('~', 4);
        return parts.Length == 4 && parts[0] == "A"
            ? new AlarmKey(TimeOf(key), parts[2], parts[3])
            : new AlarmKey(TimeOf(key), "", parts[^1]);
    }

    /// <summary>The time of an alarm; the earliest time if it cannot be read.</summary>
    public static DateTimeOffset TimeOf(string key) =>
        key.Length > Prefix.Length + Keys.TimeShape.Length
        && DateTime.TryParseExact(
            key.AsSpan(Prefix.Length, Keys.TimeShape.Length),
            Keys.TimeShape,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? new DateTimeOffset(time, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    /// <summary>The kind in a key; null if it is not an alarm's.</summary>
    public static string? KindOf(string key)
    {
        var time = Prefix.Length + Keys.TimeShape.Length;
        if (key.Length > time && key.StartsWith(Prefix, StringComparison.Ordinal) && key[time] == '~')
        {
            var end = key.IndexOf('~', time + 1);
            return end < 0 ? null : key[(time + 1)..end];
        }

        return Read(key).Kind is { Length: > 0 } kind ? kind : null;
    }

    /// <summary>Where the alarms that ring at this time or later begin.</summary>
    public static string From(DateTimeOffset time) => Prefix + Keys.Time(time);

    public static implicit operator string(AlarmKey key) => key.ToString();

    public override string ToString() => $"{Prefix}{Keys.Time(At)}~{Kind}~{Id}";
}
