using JobScheduler.Schedules;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Core.Tests.Schedules.Oracle;

/// <summary>What is tested, in the words of the tests.</summary>
internal static class Subject
{
    public static readonly ScheduleIdentity Identity = new("tenant", "job", "schedule");

    public static readonly IReadOnlyDictionary<string, CalendarDefinition> NoCalendars = new Dictionary<string, CalendarDefinition>();

    public static CronSpec Cron(string cron, string zone = "UTC", GapRule gap = GapRule.Auto, RepeatRule repeat = RepeatRule.Auto) =>
        new() { Cron = cron, TimeZone = zone, Dst = new DstPolicy { Gap = gap, Overlap = repeat } };

    public static FireTimes Times(ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition>? calendars = null) =>
        FireTimes.Of(spec, Identity, calendars ?? NoCalendars);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>All fires in a window, the end excluded, as the clock asks for them: each after the one before.</summary>
    public static List<DateTimeOffset> Between(this FireTimes times, DateTimeOffset from, DateTimeOffset to)
    {
        var fires = new List<DateTimeOffset>();
        for (var next = times.Next(from.AddTicks(-1)); next < to; next = times.Next(next.Value))
        {
            Assert.True(fires.Count == 0 || next > fires[^1], "fires rise");
            fires.Add(next.Value);
        }

        return fires;
    }

    public static GapRule Resolve(GapRule gap, bool interval) => gap != GapRule.Auto ? gap : interval ? GapRule.Skip : GapRule.NextValid;

    public static RepeatRule Resolve(RepeatRule repeat, bool interval) =>
        repeat != RepeatRule.Auto ? repeat : interval ? RepeatRule.Both : RepeatRule.First;
}
