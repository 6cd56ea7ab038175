using System.Globalization;

namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>Wall-clock times in words.</summary>
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

    /// <summary>The time; with its date when that is not the expected one.</summary>
    public static string TimeSeenFrom(long expected, long local) =>
        expected / TimeSpan.TicksPerDay == local / TimeSpan.TicksPerDay ? Time(local) : $"{Date(local)} {Time(local)}";

    private static string Text(long local, string shape) => new DateTime(local).ToString(shape, CultureInfo.InvariantCulture);
}
