namespace JobScheduler.Schedules.Forecast;

/// <summary>Where a forecast may begin.</summary>
internal static class ForecastTime
{
    /// <summary>Nothing fires before 1970; so instants next to the first one of all need no care.</summary>
    public static DateTimeOffset Bounded(DateTimeOffset from) => from < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : from;
}
