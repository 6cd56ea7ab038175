using System.Globalization;

namespace JobScheduler.Schedules.Forecast;

/// <summary>A fire's place in the list of all: by time, then by job and schedule.</summary>
internal sealed record FirePosition(DateTimeOffset At, string JobId, string ScheduleId) : IComparable<FirePosition>
{
    public int CompareTo(FirePosition? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = At.CompareTo(other.At);
        order = order != 0 ? order : string.CompareOrdinal(JobId, other.JobId);
        return order != 0 ? order : string.CompareOrdinal(ScheduleId, other.ScheduleId);
    }

    /// <summary>Written with the end of the list: one that is relative to now must not move while pages are read.</summary>
    public string Write(DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"{to.UtcTicks}~{At.UtcTicks}~{JobId}~{ScheduleId}");

    /// <summary>Null when the text is none.</summary>
    public static (FirePosition Position, DateTimeOffset To)? TryRead(string text) =>
        text.Split('~') is [var to, var at, { Length: > 0 } job, { Length: > 0 } schedule]
            && TryTime(to) is { } end
            && TryTime(at) is { } time
            ? (new FirePosition(time, job, schedule), end)
            : null;

    private static DateTimeOffset? TryTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
