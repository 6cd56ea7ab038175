namespace JobScheduler.Client;

/// <summary>
/// When a schedule fires: <see cref="OnceSpec"/>, <see cref="IntervalSpec"/>, <see cref="CronSpec"/>, or one of a newer server,
/// <see cref="UnknownSpec"/>. What is null takes the server's default.
/// </summary>
public abstract record ScheduleSpec
{
    private protected ScheduleSpec()
    {
    }

    /// <summary>An IANA or Windows id, such as <c>Europe/Berlin</c>. Default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>No fire before it; null: no bound.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire at or after it; null: no bound.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>After so many runs the schedule has ended; skipped fires do not count. Null: no limit.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>
    /// A fire's run is due up to so much later than its nominal time, by a share that is fixed for each fire; up to 24 h. Default none.
    /// </summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>All of them must allow the day of a fire; up to 16. Default none.</summary>
    public IReadOnlyList<CalendarUse>? Calendars { get; init; }
}
