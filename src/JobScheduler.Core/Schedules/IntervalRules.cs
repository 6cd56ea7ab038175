namespace JobScheduler.Schedules;

/// <summary>What a spec that fires in equal distances must be, besides the bounds of its members.</summary>
internal static class IntervalRules
{
    public static void Check(IntervalSpec interval, string path, ErrorList errors) =>
        SpecRules.CheckTime(interval.Anchor, ErrorList.Path(path, "anchor"), errors);
}
