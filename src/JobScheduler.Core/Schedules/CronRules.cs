using JobScheduler.Schedules.Timing.Cron;

namespace JobScheduler.Schedules;

/// <summary>What a cron expression must be.</summary>
internal static class CronRules
{
    public static void Check(CronSpec cron, string path, ErrorList errors)
    {
        MemberBounds.Check(cron.Dst, ErrorList.Path(path, "dst"), errors);
        // Which values H takes does not matter for whether it is written right.
        WallClockCron.TryParse(cron.Cron, spread: 0, out var messages);
        foreach (var message in messages)
        {
            errors.Add(ErrorList.Path(path, "cron"), message);
        }
    }
}
