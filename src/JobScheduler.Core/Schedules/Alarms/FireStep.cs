using JobScheduler.Runs;
using JobScheduler.Shards;

namespace JobScheduler.Schedules;

/// <summary>One step of a schedule on its way into a commit.</summary>
internal sealed class FireStep(FiringSchedule schedule, string name)
{
    public FiringSchedule Schedule { get; } = schedule;

    public FirePlan Plan { get; set; } = new([], schedule, null, false);

    public List<(PlannedFire Fire, OpenRun Run, Place Place)> Runs { get; } = [];

    /// <summary>Nominal times at which the gate was found taken and the rule is to skip.</summary>
    public HashSet<DateTimeOffset> Overlapping { get; } = [];

    /// <summary>Nominal times at which the gate was found taken, but by a run that began only after they were due.</summary>
    public HashSet<DateTimeOffset> TooLate { get; } = [];

    /// <summary>What happens at the gate; null: not asked, or found free.</summary>
    public GateDecision? Decision { get; set; }

    /// <summary>
    /// The most rows the step writes, before anything fails: a run has three, its message has a guard, a slot of a gate is one, and
    /// so is the alarm of a limit in the backlog.
    /// </summary>
    public int Rows => ScheduleMoves.RowsPerMove
        + Runs.Sum(item => item.Fire.SkippedBecause is not null ? 2 : item.Run.Spec.Overlap is null ? 3 : 5)
        + Runs.Count(item => item.Run.Spec.Limits is not null)
        + Runs.Count(item => (item.Place == Place.Backlog || item.Run.Spec.Limits is not null) && item.Run.Spec.Timeouts.Queue is not null)
        + Guards;

    /// <summary>Whether it has a run that has to pass a gate.</summary>
    public bool IsGated => Runs.Exists(item => item.Run.Spec.Overlap is not null);

    /// <summary>Inputs of earlier definitions that are not needed any more.</summary>
    public IEnumerable<string> Leaves => Schedule.State.Tails
        .Select(tail => tail.InputBlob)
        .Except(Plan.After.State.Tails.Select(tail => tail.InputBlob))
        .Where(blob => blob != Plan.After.InputBlob)
        .OfType<string>();

    public IEnumerable<string> CalendarIds => Schedule.State.Tails
        .Select(tail => tail.Definition)
        .Append(Schedule.Definition)
        .SelectMany(definition => definition.Spec.Calendars)
        .Select(use => use.Id)
        .Distinct();

    private int Guards => Runs
        .Where(item => item.Place == Place.Queue && item.Fire.SkippedBecause is null)
        .Select(item => (item.Run.Spec.DueAt.ToUnixTimeSeconds(), item.Run.Spec.Class))
        .Distinct()
        .Count();

    /// <summary>Whether a row is one that the step touches.</summary>
    public bool Owns(string key) => key == Schedule.Alarm
        || key == Schedule.Key
        || IsSlot(key)
        || Runs.Exists(item => key.Contains(item.Run.Id, StringComparison.Ordinal))
        || (Decision is GateDecision.Waits waits && waits.Drops.Any(drop =>
            key == drop.Place || key == drop.Run.Token || key.Contains(drop.Run.Id, StringComparison.Ordinal)));

    /// <summary>Nominal times that already have their runs, because time went back.</summary>
    public HashSet<DateTimeOffset> Existing { get; } = [];

    /// <summary>Records that a run exists already.</summary>
    public bool TryLeaveOut(string key)
    {
        var at = Runs.FindIndex(item => Keys.Run(item.Run.Id) == key);
        return at >= 0 && Existing.Add(Runs[at].Fire.Nominal);
    }

    public void Compose(CommitDraft draft)
    {
        ScheduleMoves.Move(draft, Schedule, Plan, name);
        foreach (var (fire, run, place) in Runs)
        {
            if (fire.SkippedBecause is { } reason)
            {
                RunMoves.Record(draft, run, reason);
            }
            else if (run.Spec.Overlap is null)
            {
                RunMoves.Accept(draft, run, place, null);
            }
            else
            {
                ComposeGated(draft, run, place);
            }
        }
    }

    private void ComposeGated(CommitDraft draft, OpenRun run, Place place)
    {
        if (Decision is not GateDecision.Waits waits)
        {
            GateMoves.Enter(draft, run, (Decision as GateDecision.Enters)?.SlotETag);
            RunMoves.Accept(draft, run, place, null);
            return;
        }

        RunMoves.Accept(draft, run, Place.Gate, null);
        GateMoves.Join(draft, run, waits.SlotETag);
        foreach (var (dropped, at) in waits.Drops)
        {
            GateMoves.Drop(draft, dropped, at);
        }
    }

    private bool IsSlot(string key) =>
        key.StartsWith(Keys.GatePrefix(Schedule.Identity.Tenant, Schedule.Identity.Job, Schedule.Gate), StringComparison.Ordinal);
}
