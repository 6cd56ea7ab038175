using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Bounds of a spec that fires in equal distances.</summary>
internal static class IntervalRules
{
    public static void Check(IntervalSpec interval, string path, ErrorList errors)
    {
        if (interval.Every < ScheduleRules.ShortestInterval || interval.Every > ScheduleRules.LongestInterval)
        {
            errors.Add(
                ErrorList.Path(path, "every"), $"must be {Duration.Format(ScheduleRules.ShortestInterval)} to {Duration.Format(ScheduleRules.LongestInterval)}");
        }

        SpecRules.CheckTime(interval.Anchor, ErrorList.Path(path, "anchor"), errors);
    }
}
