using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules;

namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// Each nominal time of a schedule is accounted for exactly once: by its own run or record, or by the one record of missed fires that
/// counts it. And there is no run of a fire for any other time.
/// </summary>
internal static class FireOracle
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(33);

    /// <summary>Between the instant that a deletion decides by and its commit.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(5);

    public static IEnumerable<string> Check(World world) =>
        world.Watched.Schedules.SelectMany(item => Check(item.Key, item.Value, RunsOf(world, item.Key), world.Time.Now));

    /// <summary>The nominal times that a history asks for, and those that it only allows.</summary>
    public static (SortedSet<DateTimeOffset> Required, SortedSet<DateTimeOffset> Allowed) TimesOf(
        ScheduleHistory history, DateTimeOffset now)
    {
        var required = new SortedSet<DateTimeOffset>();
        var allowed = new SortedSet<DateTimeOffset>();
        for (var at = 0; at < history.Changes.Count; at++)
        {
            var change = history.Changes[at];
            if (change.Definition is null || StoredSpec.Of(change.Definition) is not { } times)
            {
                continue;
            }

            var next = at + 1 < history.Changes.Count ? history.Changes[at + 1] : null;
            var from = !change.IsPaused ? change.From : Later(change.From, change.ResumesAt ?? DateTimeOffset.MaxValue);
            var end = next?.From ?? now;
            if (from >= now)
            {
                continue;
            }

            // What is due and not accounted for goes with a deletion, also what a definition of before has left behind.
            var deletion = history.Changes.Skip(at + 1).FirstOrDefault(later => later.Definition is null);
            var sure = deletion is not null ? Earlier(Earlier(deletion.Cursor, deletion.From - Doubt), end)
                : next is null ? end - times.Jitter
                : end;
            var last = next is null ? now + Ahead : end;
            foreach (var time in times.Between(from, last))
            {
                (time <= sure && !times.IsLimited ? required : allowed).Add(time);
            }
        }

        return (required, allowed);
    }

    private static List<string> Check(string key, ScheduleHistory history, List<RunRecord> runs, DateTimeOffset now)
    {
        if (history.Changes.Exists(change => change.Definition is not null && StoredSpec.Of(change.Definition) is null))
        {
            return [];
        }

        var (required, allowed) = TimesOf(history, now);
        var all = new SortedSet<DateTimeOffset>(required.Concat(allowed));
        var claims = new Dictionary<DateTimeOffset, string>();
        var findings = new List<string>();
        foreach (var run in runs.OrderBy(run => run.Spec.CreatedAt).ThenBy(run => run.Spec.NominalAt))
        {
            Claim(run, all, claims, findings);
        }

        foreach (var time in required.Where(time => !claims.ContainsKey(time)))
        {
            findings.Add($"the fire for {time:O} has no run and no record");
        }

        return findings.Count == 0
            ? findings
            : [.. findings.Select(finding => $"{key}: {finding}"), .. history.Changes.Select(change => change.ToString())];
    }

    private static void Claim(
        RunRecord run, SortedSet<DateTimeOffset> all, Dictionary<DateTimeOffset, string> claims, List<string> findings)
    {
        var nominal = run.Spec.NominalAt;
        var missed = run.Spec.Missed;
        var claimed = missed is null ? [nominal] : all.Where(time => time >= missed.First && time <= missed.Last).ToList();
        if (missed is not null && (claimed.Count != missed.Count || missed.Last != nominal))
        {
            findings.Add(
                $"run {run.Id} for {nominal:O} says it stands for {missed.Count} from {missed.First:O} to {missed.Last:O}, "
                    + $"where {claimed.Count} are");
        }

        foreach (var time in claimed)
        {
            if (run.Reason == RunReasons.JobDeleted)
            {
                // Handed to a queue ahead of its time, and canceled with all that its job had.
                claims.TryAdd(time, run.Id);
            }
            else if (!all.Contains(time))
            {
                findings.Add($"run {run.Id} ({run.State} {run.Reason}) is for {time:O}, when nothing was to fire");
            }
            else if (!claims.TryAdd(time, run.Id))
            {
                findings.Add($"the fire for {time:O} has two runs: {claims[time]} and {run.Id}");
            }
        }
    }

    private static List<RunRecord> RunsOf(World world, string key)
    {
        var parts = key.Split('~');
        return [.. world.Watched.Runs.Values.Where(run =>
            run.Spec.ScheduleId == parts[3]
                && run.Spec.JobId == parts[2]
                && run.Spec.Tenant == parts[1]
                && run.Spec.CreatedBy == FireDrafter.Actor)];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
