using System.Globalization;
using System.Text.Json;
using JobScheduler.Text;

namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// Nominal times by brute force: looks at each second (of a cron with seconds) or minute, one after the other, and shares nothing with
/// the core but the text of the stored spec.
/// </summary>
internal sealed class NaiveTimes
{
    private readonly JsonElement _spec;
    private readonly Func<DateTimeOffset, DateTimeOffset, IEnumerable<DateTimeOffset>> _walk;

    private NaiveTimes(JsonElement spec, Func<DateTimeOffset, DateTimeOffset, IEnumerable<DateTimeOffset>> walk)
    {
        _spec = spec;
        _walk = walk;
    }

    /// <summary>How much later than its nominal time a fire's run may be due.</summary>
    public TimeSpan Jitter => Span("jitter");

    /// <summary>Whether only so many of the times get a run.</summary>
    public bool IsLimited => _spec.TryGetProperty("maxRuns", out var runs) && runs.ValueKind == JsonValueKind.Number;

    /// <summary>When it fires if it does only once.</summary>
    public DateTimeOffset? Once => Type == "once" ? Time("at") : null;

    private string Type => _spec.GetProperty("type").GetString()!;

    /// <summary>From a definition as it is stored; null when its times depend on more than the spec: on calendars, or on ends of runs.</summary>
    public static NaiveTimes? Of(string definition)
    {
        using var document = JsonDocument.Parse(definition);
        var spec = document.RootElement.GetProperty("spec").Clone();
        var hasCalendars = spec.TryGetProperty("calendars", out var calendars) && calendars.GetArrayLength() > 0;
        return hasCalendars ? null : spec.GetProperty("type").GetString() switch
        {
            "once" => new NaiveTimes(spec, (from, to) => OnceOf(spec, from, to)),
            "interval" => spec.TryGetProperty("mode", out var mode) && mode.GetString() is "delay" or "Delay" ? null : new NaiveTimes(spec, (from, to) => RateOf(spec, from, to)),
            _ => new NaiveTimes(spec, (from, to) => NaiveCron.Of(spec).Between(from, to)),
        };
    }

    /// <summary>Later than from, and not later than to.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to) =>
        _walk(from, to).Where(time => time > from && time <= to && !(time < Time("startAt")) && !(time >= Time("endAt")));

    private static IEnumerable<DateTimeOffset> OnceOf(JsonElement spec, DateTimeOffset from, DateTimeOffset to)
    {
        var at = spec.GetProperty("at").GetDateTimeOffset();
        return at > from && at <= to ? [at] : [];
    }

    private static IEnumerable<DateTimeOffset> RateOf(JsonElement spec, DateTimeOffset from, DateTimeOffset to)
    {
        Assert.True(Duration.TryParse(spec.GetProperty("every").GetString(), out var every));
        for (var time = spec.GetProperty("anchor").GetDateTimeOffset(); time <= to; time += every)
        {
            if (time > from)
            {
                yield return time;
            }
        }
    }

    private DateTimeOffset? Time(string name) =>
        _spec.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture) : null;

    private TimeSpan Span(string name) => _spec.TryGetProperty(name, out var value) && Duration.TryParse(value.GetString(), out var span) ? span : TimeSpan.Zero;
}
