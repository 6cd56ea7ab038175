using JobScheduler.Runs;
using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Fleet;

/// <summary>
/// Accounts for every nominal fire of a fleet: each has one run, or one record that counts it. A record that a clock ahead of its time
/// made counts a false future: its fires may be fired again, and need not be.
/// </summary>
internal sealed class FleetLedger(World world, NaiveTimes times, IReadOnlyList<DateTimeOffset> jumps)
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly ILookup<(string, string), RunRecord> _runs = world.Watched.Runs.Values
        .Where(run => run.Spec.ScheduleId is not null && run.Spec.CreatedBy == "schedule")
        .ToLookup(run => (run.Spec.JobId!, run.Spec.ScheduleId!));

    public List<string> Findings { get; } = [];

    public int Fires { get; private set; }

    public int Missed { get; private set; }

    /// <summary>Fires that only the record of a false future accounts for.</summary>
    public int False { get; private set; }

    public void Check(FleetMember member)
    {
        var runs = _runs[(member.Job, member.Id)].OrderBy(run => run.Spec.NominalAt).ToList();
        if (member.Eras.Exists(era => era.Definition?.Spec is IntervalSpec { Mode: IntervalMode.Delay }))
        {
            CheckChain(member, runs);
            return;
        }

        var expected = member.Eras.SelectMany(era => FiresOf(era, runs)).ToList();
        if (member.Definition.Spec.MaxRuns is { } most)
        {
            var counted = runs.Where(run => run.State != RunState.Skipped || run.Attempt > 0).ToList();
            Expect(counted.Count <= most, member, $"has {counted.Count} runs of at most {most}");
            expected = counted.Count < most ? expected : expected.FindAll(fire => fire <= counted[^1].Spec.NominalAt);
        }

        Account(member, runs, expected);
        foreach (var run in runs.Where(run => !IsFalse(run)))
        {
            CheckTimes(member, run);
        }
    }

    /// <summary>What each rule makes of what was missed up to the end of an outage.</summary>
    public void CheckMissed(FleetMember member, DateTimeOffset back)
    {
        var gathered = _runs[(member.Job, member.Id)]
            .Where(
                run => run.Spec.Missed is not null
                    && !IsFalse(run)
                    && run.Spec.CreatedAt > back
                    && run.Spec.CreatedAt < back.AddMinutes(10))
            .OrderBy(run => run.Spec.NominalAt)
            .ToList();
        if (gathered.Count == 0 || member.IsDelay || member.Definition.Spec.MaxRuns is not null)
        {
            return;
        }

        var now = gathered.Min(run => run.Spec.CreatedAt);
        var first = gathered.Min(run => run.Spec.Missed!.First);
        var last = gathered.Max(run => run.Spec.Missed!.Last);
        var era = member.Eras.Find(era => era.From < last && last <= era.To)!;
        var fires = FiresOf(era, [.. _runs[(member.Job, member.Id)]]).FindAll(fire => fire >= first && fire <= last);
        var policy = era.Definition!.Policy;
        var outside = fires.FindAll(fire => fire < now - policy.CatchUpWindow);
        var inside = fires.FindAll(fire => fire >= now - policy.CatchUpWindow);
        var kept = policy.Misfire switch
        {
            MisfireRule.FireOnce => Math.Min(1, inside.Count),
            MisfireRule.FireAll => Math.Min(policy.MaxCatchUp, inside.Count),
            _ => 0,
        };
        var recorded = policy.Misfire == MisfireRule.FireOnce ? outside : [.. outside, .. inside.SkipLast(kept)];
        List<MissedFires> wanted = recorded.Count > 0 ? [Of(recorded)] : [];
        wanted.AddRange(
            policy.Misfire == MisfireRule.FireOnce && kept == 1 ? [Of(inside)] : inside.TakeLast(kept).Select(fire => Of([fire])));
        Expect(
            gathered.Select(run => run.Spec.Missed!).SequenceEqual(wanted),
            member,
            $"missed {string.Join(" ", fires.Select(fire => $"{fire:MM-dd HH:mm}"))} "
                + $"by {policy.Misfire}, {policy.CatchUpWindow}, {policy.MaxCatchUp}, "
                + $"seen at {now:O}: {string.Join("; ", gathered.Select(run => run.Spec.Missed))}");
        for (var i = 1; i < gathered.Count; i++)
        {
            Expect(
                gathered[i].Spec.CreatedAt >= gathered[i - 1].Spec.CreatedAt,
                member,
                $"catches up {gathered[i].Spec.NominalAt:O} before {gathered[i - 1].Spec.NominalAt:O}");
        }
    }

    private static MissedFires Of(List<DateTimeOffset> fires) => new(fires.Count, fires[0], fires[^1]);

    private List<DateTimeOffset> FiresOf(FleetEra era, List<RunRecord> runs)
    {
        if (era.Definition?.Spec is not { } spec)
        {
            return [];
        }

        if (spec is CronSpec { Cron: var text } cron && text.Contains('H'))
        {
            var own = runs.Find(run => run.Spec.NominalAt > era.From && run.Spec.NominalAt <= era.To);
            if (own is null)
            {
                return [];
            }

            spec = NaiveTimes.Spread(cron, own.Spec.NominalAt);
        }

        return times.Of(spec, era.Calendars).FindAll(fire => fire > era.From && fire <= era.To);
    }

    private void Account(FleetMember member, List<RunRecord> runs, List<DateTimeOffset> expected)
    {
        var counts = expected.ToDictionary(fire => fire, _ => 0);
        var excused = new HashSet<DateTimeOffset>();
        foreach (var run in runs)
        {
            var (first, last, count) = run.Spec.Missed is { } missed
                ? (missed.First, missed.Last, missed.Count)
                : (run.Spec.NominalAt, run.Spec.NominalAt, 1);
            var range = counts.Keys.Where(fire => fire >= first && fire <= last).ToList();
            if (IsFalse(run))
            {
                excused.UnionWith(range);
                (first, range) = (last, range.FindAll(fire => fire == last));
                if (run.Reason == RunReasons.Missed)
                {
                    continue;
                }

                count = 1;
            }

            Expect(
                range.Count == count && range.Contains(first) && range.Contains(last),
                member,
                $"{Tell(run)} stands for {count} fires from {first:O} to {last:O}, and there are {range.Count}");
            range.ForEach(fire => counts[fire]++);
            Missed += run.Spec.Missed is null ? 0 : count;
        }

        foreach (var (fire, count) in counts)
        {
            False += count == 0 && excused.Contains(fire) ? 1 : 0;
            Expect(
                count == 1 || (count == 0 && excused.Contains(fire)),
                member,
                $"{fire:O} is accounted for {count} times: {string.Join("; ", runs.Where(run => Covers(run, fire)).Select(Tell))}");
        }

        Fires += expected.Count;
    }

    /// <summary>Late is not missed, and missed is not late; and no run is due before its time or after its jitter.</summary>
    private void CheckTimes(FleetMember member, RunRecord run)
    {
        var era = member.Eras.Find(era => era.From < run.Spec.NominalAt && run.Spec.NominalAt <= era.To);
        if (era?.Definition is not { Spec: var spec })
        {
            return;
        }

        var limit = run.Spec.CreatedAt - Grace - spec.Jitter;
        Expect(
            run.Spec.Missed is null ? run.Spec.NominalAt >= limit : run.Spec.Missed.Last < limit,
            member,
            $"{Tell(run)} was made {(run.Spec.Missed is null ? "too late" : "too soon")}");
        Expect(
            run.Spec.DueAt >= run.Spec.NominalAt && run.Spec.DueAt <= run.Spec.NominalAt + spec.Jitter,
            member,
            $"{Tell(run)} is due at {run.Spec.DueAt:O}");
    }

    /// <summary>Mode delay: each fire is one distance after the end before, or later when there was an outage or a pause.</summary>
    private void CheckChain(FleetMember member, List<RunRecord> runs)
    {
        Fires += runs.Count;
        Expect(runs.Count > 0 && runs[^1].Spec.NominalAt > member.Eras[^1].From.AddDays(-2), member, $"ended after {runs.Count} fires");
        for (var i = 1; i < runs.Count; i++)
        {
            var era = member.Eras.FindLast(era => era.Definition is not null && era.From < runs[i].Spec.NominalAt);
            var every = era?.Definition?.Spec is IntervalSpec interval ? interval.Every : TimeSpan.Zero;
            var end = runs[i - 1].State == RunState.Skipped ? runs[i - 1].Spec.CreatedAt : runs[i - 1].End!.At;
            var late = runs[i].Spec.NominalAt - end - every;

            // By a clock that went back, the next time is too far away, and is set anew as seen from there.
            var early = jumps.Any(jump => jump > end && jump < runs[i].Spec.NominalAt) ? TimeSpan.FromHours(-1) : TimeSpan.Zero;
            Expect(late >= early || IsFalse(runs[i - 1]), member, $"{Tell(runs[i])} is not {every} after the end of {Tell(runs[i - 1])}");
            Expect(late < TimeSpan.FromHours(12), member, $"{Tell(runs[i])} comes {late} late after {Tell(runs[i - 1])}");
        }
    }

    private bool IsFalse(RunRecord run) => run.Spec.CreatedAt - world.Watched.Born["R~" + run.Id] > Grace;

    private static bool Covers(RunRecord run, DateTimeOffset fire) =>
        (run.Spec.Missed?.First ?? run.Spec.NominalAt) <= fire && fire <= (run.Spec.Missed?.Last ?? run.Spec.NominalAt);

    private string Tell(RunRecord run) =>
        $"{run.Spec.NominalAt:MM-dd HH:mm:ss} {run.State} {run.Reason} {run.Spec.Missed} "
        + $"made {run.Spec.CreatedAt:MM-dd HH:mm:ss.fff} (really {world.Watched.Born["R~" + run.Id]:HH:mm:ss.fff}) "
        + $"ended {run.End?.At:MM-dd HH:mm:ss}";

    private void Expect(bool holds, FleetMember member, string finding)
    {
        if (!holds)
        {
            Findings.Add($"{member.Job}/{member.Id}: {finding}");
        }
    }
}
