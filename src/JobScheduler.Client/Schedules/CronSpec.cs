namespace JobScheduler.Client;

/// <summary>Fires at times of the wall clock in the schedule's zone.</summary>
public sealed record CronSpec : ScheduleSpec
{
    /// <summary>
    /// 5 fields (minute, hour, day of month, month, day of week), or 6 with seconds in front, or a macro such as <c>@daily</c>. Names,
    /// <c>L W # ?</c> and <c>H</c> (spread by the schedule's name) are taken. When day of month and day of week are both restricted, both
    /// must match.
    /// </summary>
    public required string Cron { get; init; }

    /// <summary>Default: auto, both.</summary>
    public DstPolicy? Dst { get; init; }

    /// <summary><c>CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin")</c>: an expression in a zone, the rest by default.</summary>
    /// <param name="cron">See <see cref="Cron"/>.</param>
    /// <param name="timeZone">An IANA or Windows id; null: UTC.</param>
    public static CronSpec Of(string cron, string? timeZone = null) => new() { Cron = cron, TimeZone = timeZone };
}
