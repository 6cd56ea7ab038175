using System.Globalization;
using System.Text.Json;

namespace JobScheduler.Scenarios.Fires;

/// <summary>A cron of the plainest kind: stars, steps, ranges, lists. Tells by looking at the wall clock, instant by instant.</summary>
internal sealed class NaiveCron
{
    private static readonly (int Low, int High)[] Bounds = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];

    private readonly HashSet<int>[] _fields;
    private readonly TimeZoneInfo _zone;
    private readonly string _gap;
    private readonly string _overlap;

    private NaiveCron(string text, string zone, string gap, string overlap)
    {
        var parts = text.Split(' ');
        HasSeconds = parts.Length == 6;
        parts = HasSeconds ? parts : ["0", .. parts];
        _fields = [.. parts.Select((part, at) => Field(part, Bounds[at].Low, Bounds[at].High))];
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var isRepeated = parts.Take(3).Any(part => part.Contains('*') || part.Contains('/') || part.Contains('-'));
        _gap = gap is "auto" ? isRepeated ? "skip" : "nextvalid" : gap;
        _overlap = overlap is "auto" ? isRepeated ? "both" : "first" : overlap;
    }

    private bool HasSeconds { get; }

    public static NaiveCron Of(JsonElement spec)
    {
        var hasDst = spec.TryGetProperty("dst", out var dst);
        return new NaiveCron(
            spec.GetProperty("cron").GetString()!, Text(spec, "timeZone", "UTC"), hasDst ? Text(dst, "gap", "auto") : "auto", hasDst ? Text(dst, "overlap", "auto") : "auto");
    }

    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var step = HasSeconds ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        var found = new SortedSet<DateTimeOffset>();

        // A day before, so that what moves because of a gap is seen.
        var time = new DateTimeOffset((from - TimeSpan.FromDays(1)).UtcTicks / step.Ticks * step.Ticks, TimeSpan.Zero);
        var before = _zone.GetUtcOffset(time - step);
        for (; time <= to; time += step)
        {
            var offset = _zone.GetUtcOffset(time);
            var local = time.UtcDateTime + offset;
            if (Matches(local) && IsKept(local, offset))
            {
                found.Add(time);
            }

            if (offset > before)
            {
                Skipped(local - (offset - before), local, step).ForEach(gone => Moved(gone, time, before, found));
            }

            before = offset;
        }

        return found;
    }

    private void Moved(DateTime gone, DateTimeOffset end, TimeSpan before, SortedSet<DateTimeOffset> found)
    {
        if (_gap != "skip")
        {
            found.Add(_gap == "nextvalid" ? end : new DateTimeOffset(gone - before, TimeSpan.Zero));
        }
    }

    private List<DateTime> Skipped(DateTime first, DateTime end, TimeSpan step)
    {
        var gone = new List<DateTime>();
        for (; first < end; first += step)
        {
            if (Matches(first))
            {
                gone.Add(first);
            }
        }

        return gone;
    }

    private bool IsKept(DateTime local, TimeSpan offset)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return !_zone.IsAmbiguousTime(unspecified) || _overlap switch
        {
            "first" => offset == _zone.GetAmbiguousTimeOffsets(unspecified).Max(),
            "second" => offset == _zone.GetAmbiguousTimeOffsets(unspecified).Min(),
            _ => true,
        };
    }

    private bool Matches(DateTime local) =>
        _fields[0].Contains(local.Second) && _fields[1].Contains(local.Minute) && _fields[2].Contains(local.Hour)
        && _fields[3].Contains(local.Day) && _fields[4].Contains(local.Month) && _fields[5].Contains((int)local.DayOfWeek);

    private static HashSet<int> Field(string text, int low, int high)
    {
        var values = new HashSet<int>();
        foreach (var item in text.Split(','))
        {
            var parts = item.Split('/');
            var range = parts[0] == "*" ? [low, high] : parts[0].Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var step = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
            for (var value = range[0]; value <= range[^1]; value += step)
            {
                values.Add(high == 7 && value == 7 ? 0 : value);
            }
        }

        return values;
    }

    private static string Text(JsonElement element, string name, string otherwise) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.ToLowerInvariant() is var lower && name == "timeZone" ? value.GetString()! : lower : otherwise;
}
