using System.Globalization;

namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>Describes what a spec is going to do, and why.</summary>
internal sealed class PreviewWriter(CompiledSpec spec, CancellationToken cancellation)
{
    public const int MostFires = 1000;

    public const int MostSkipped = 1000;

    public FirePreview Write(long from, int count)
    {
        from = Math.Max(from, spec.Start);
        var fires = Fires(from, Math.Clamp(count, 0, MostFires));
        var last = fires is [.., var end] ? end : spec.End - 1;
        var skipped = new SkippedTimes(spec, from, last, cancellation).Find();
        return new FirePreview(Describe(fires), [.. skipped.OrderBy(time => time.At).Take(MostSkipped).Select(time => time.Fire)]);
    }

    private List<long> Fires(long from, int count)
    {
        var fires = new List<long>();
        while (fires.Count < count && spec.Next(from) is { } next)
        {
            cancellation.ThrowIfCancellationRequested();
            fires.Add(next);
            from = next + 1;
        }

        return fires;
    }

    private List<PreviewedFire> Describe(List<long> fires)
    {
        var described = new List<PreviewedFire>(fires.Count);
        foreach (var fire in fires)
        {
            var offset = spec.Zone.OffsetAt(fire);
            var notes = spec.Zoned is { } zoned ? new FireNotes(zoned, spec.Rules, spec.Cron!).Of(fire) : [];
            if (described.Count == 0 && spec.Cron is { RestrictsBothDays: true })
            {
                notes.Add("day of month and day of week are both restricted: both must match");
            }

            described.Add(new PreviewedFire(new DateTimeOffset(fire, TimeSpan.Zero), LocalText.WithOffset(fire + offset, offset), notes));
        }

        return described;
    }
}

/// <summary>Wall-clock times as text.</summary>
internal static class LocalText
{
    /// <summary><c>2026-03-29T03:00:00+02:00</c>; milliseconds only when there are any.</summary>
    public static string WithOffset(long local, long offset)
    {
        var span = new TimeSpan(Math.Abs(offset));
        var shape = span.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss";
        return Bare(local) + (offset < 0 ? "-" : "+") + span.ToString(shape, CultureInfo.InvariantCulture);
    }

    /// <summary><c>2026-03-29T02:30:00</c>: a time that is not on the clock.</summary>
    public static string Bare(long local) =>
        Text(local, local % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff");

    /// <summary><c>02:30</c>; seconds only when there are any.</summary>
    public static string Time(long local) => Text(local, local % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss");

    /// <summary><c>2026-03-29</c>.</summary>
    public static string Date(long local) => Text(local, "yyyy-MM-dd");

    /// <summary><c>Sat 2026-12-26</c>.</summary>
    public static string Day(int day) => Text(day * TimeSpan.TicksPerDay, "ddd yyyy-MM-dd");

    /// <summary>The time, with its date when that is not the expected one.</summary>
    public static string TimeSeenFrom(long expected, long local) =>
        expected / TimeSpan.TicksPerDay == local / TimeSpan.TicksPerDay ? Time(local) : $"{Date(local)} {Time(local)}";

    private static string Text(long local, string shape) => new DateTime(local).ToString(shape, CultureInfo.InvariantCulture);
}
