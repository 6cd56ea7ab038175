namespace JobScheduler.Schedules;

/// <summary>Bounds of a spec that fires once.</summary>
internal static class OnceRules
{
    public static void Check(OnceSpec once, string path, ErrorList errors)
    {
        if (once.At is null == once.After is null)
        {
            errors.Add(
                ErrorList.Path(path, "at"),
                once.At is null ? "is missing; give at or after" : "give at or after, not both",
                ErrorList.Path(path, "after"));
        }

        SpecRules.CheckTime(once.At, ErrorList.Path(path, "at"), errors);
        if (once.After < TimeSpan.Zero || once.After > Duration.Longest)
        {
            errors.Add(ErrorList.Path(path, "after"), $"must be 0s to {Duration.Format(Duration.Longest)}");
        }

        Refuse(once.StartAt is not null, "startAt");
        Refuse(once.EndAt is not null, "endAt");
        Refuse(once.MaxRuns is not null, "maxRuns");

        void Refuse(bool given, string member)
        {
            if (given)
            {
                errors.Add(ErrorList.Path(path, member), "has no effect on a single fire; set it to null");
            }
        }
    }
}
