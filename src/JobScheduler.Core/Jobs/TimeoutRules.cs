
namespace JobScheduler.Jobs;

/// <summary>What the limits of time must be, besides the bounds of each.</summary>
public static class TimeoutRules
{
    public static void Check(Timeouts timeouts, string path, ErrorList errors)
    {
        MemberBounds.Check(timeouts, path, errors);
        if (timeouts.Heartbeat > timeouts.Run)
        {
            errors.Add(
                ErrorList.Path(path, "heartbeat"),
                $"is longer than run ({Duration.Format(timeouts.Run)}), so it would never take effect",
                ErrorList.Path(path, "run"));
        }
    }
}
