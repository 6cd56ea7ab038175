using System.Globalization;
using System.Text.Json;

namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// A spec as its stored text says, read without the core's reader; its times are those of <see cref="NaiveTimes"/>, by the system's
/// zones.
/// </summary>
internal sealed class StoredSpec
{
    private readonly JsonElement _json;
    private readonly ScheduleSpec _spec;

    private StoredSpec(JsonElement json)
    {
        _json = json;
        _spec = Type switch
        {
            "once" => new OnceSpec { At = Time("at"), StartAt = Time("startAt"), EndAt = Time("endAt") },
            "interval" =>
                new IntervalSpec { Every = Span("every"), Anchor = Time("anchor"), StartAt = Time("startAt"), EndAt = Time("endAt") },
            _ =>
                new CronSpec
                {
                    Cron = Text(json, "cron")!,
                    Dst = Dst(json),
                    TimeZone = Text(json, "timeZone") ?? "UTC",
                    StartAt = Time("startAt"),
                    EndAt = Time("endAt"),
                },
        };
    }

    /// <summary>How much later than its nominal time a fire's run may be due.</summary>
    public TimeSpan Jitter => Span("jitter");

    /// <summary>Whether only so many of the times get a run.</summary>
    public bool IsLimited => _json.TryGetProperty("maxRuns", out var runs) && runs.ValueKind == JsonValueKind.Number;

    /// <summary>When it fires if it does only once.</summary>
    public DateTimeOffset? Once => Type == "once" ? Time("at") : null;

    private string Type => Text(_json, "type")!;

    /// <summary>
    /// From a definition as it is stored; null when its times depend on more than the spec: on calendars, or on ends of runs.
    /// </summary>
    public static StoredSpec? Of(string definition)
    {
        using var document = JsonDocument.Parse(definition);
        var spec = document.RootElement.GetProperty("spec").Clone();
        var hasCalendars = spec.TryGetProperty("calendars", out var calendars) && calendars.GetArrayLength() > 0;
        var isDelay = Text(spec, "type") == "interval" && Text(spec, "mode") is "delay" or "Delay";
        return hasCalendars || isDelay ? null : new StoredSpec(spec);
    }

    /// <summary>Later than from, and not later than to.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to) =>
        to < from ? [] : NaiveTimes.BySystem(from, to.AddTicks(1)).Of(_spec).Where(time => time > from);

    private static DstPolicy Dst(JsonElement spec) => spec.TryGetProperty("dst", out var dst)
        ? new DstPolicy
        {
            Gap = Enum.Parse<GapRule>(Text(dst, "gap") ?? "auto", ignoreCase: true),
            Overlap = Enum.Parse<RepeatRule>(Text(dst, "overlap") ?? "auto", ignoreCase: true),
        }
        : new DstPolicy();

    private DateTimeOffset? Time(string name) =>
        Text(_json, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private TimeSpan Span(string name) => Duration.TryParse(Text(_json, name), out var span) ? span : TimeSpan.Zero;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
