namespace JobScheduler.Gates;

/// <summary>A run in the line, as far as a decision about it needs.</summary>
/// <param name="Run">The run.</param>
/// <param name="DueAt">When it may start.</param>
/// <param name="Deadline">When its wait is over; null: never.</param>
/// <param name="OnLimit">What happens to it while the limit is reached.</param>
/// <param name="Cost">For a rate: how many starts it counts as.</param>
internal readonly record struct InLine(string Run, DateTimeOffset DueAt, DateTimeOffset? Deadline, OnLimit OnLimit, int Cost);

/// <summary>What happens at a gate now. Pure: a function of what its rows show.</summary>
internal sealed record LineDecision
{
    /// <summary>Runs that are granted a place are handed on up to this long before they may start.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    /// <summary>Runs whose wait is over.</summary>
    public List<string> Expired { get; } = [];

    /// <summary>Runs that are granted a place, in order, and when each may start.</summary>
    public List<(string Run, DateTimeOffset At)> Granted { get; } = [];

    /// <summary>Runs that do not wait for a place.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>Runs in the line that give up for newer ones.</summary>
    public List<string> Dropped { get; } = [];

    /// <summary>Runs with a slot that are to be canceled for newer ones.</summary>
    public List<string> Canceled { get; } = [];

    /// <summary>For a rate: how far it is used up then.</summary>
    public DateTimeOffset UsedUntil { get; private set; }

    /// <summary>When the first one that is left can be granted its place by the passing of time alone; null: not known.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Whether nothing can be done now.</summary>
    public bool IsNothing => Expired.Count + Granted.Count + Skipped.Count + Dropped.Count + Canceled.Count == 0;

    /// <param name="row">The limit, and how far a rate is used up.</param>
    /// <param name="slots">The taken slots.</param>
    /// <param name="line">The head of the line, in order.</param>
    /// <param name="now">The time.</param>
    /// <param name="most">How many may be granted a place in one step.</param>
    public static LineDecision Of(
        GateRow row, IReadOnlyList<TakenSlot> slots, IReadOnlyList<InLine> line, DateTimeOffset now, int most)
    {
        var decision = new LineDecision { UsedUntil = row.UsedUntil };
        decision.Expired.AddRange(line.Where(run => run.Deadline <= now).Select(run => run.Run));
        var waiting = line.Where(run => !(run.Deadline <= now)).ToList();
        var left = row.Interval is { } interval
            ? decision.GrantByRate(interval, row.Burst, waiting, now, most)
            : decision.GrantSlots(row.Max, slots, waiting, most);
        if (left.Count > 0 && decision.Granted.Count < most)
        {
            decision.GiveWay(row.Max, slots, left);
        }

        return decision;
    }

    private List<InLine> GrantSlots(int? max, IReadOnlyList<TakenSlot> slots, List<InLine> waiting, int most)
    {
        var free = max is null ? int.MaxValue : Math.Max(0, max.Value - slots.Count);

        // One whose slot is there already, by hand or after a repair, takes none from the others.
        var holders = slots.Select(slot => slot.Run).ToHashSet(StringComparer.Ordinal);
        var left = new List<InLine>();
        foreach (var run in waiting)
        {
            if (Granted.Count < most && (free > 0 || holders.Contains(run.Run)))
            {
                free -= holders.Contains(run.Run) ? 0 : 1;
                Granted.Add((run.Run, run.DueAt));
            }
            else
            {
                left.Add(run);
            }
        }

        return left;
    }

    /// <summary>The generic cell rate algorithm, with the instants at which each may start.</summary>
    private List<InLine> GrantByRate(TimeSpan interval, int burst, List<InLine> waiting, DateTimeOffset now, int most)
    {
        var at = 0;
        for (; at < waiting.Count && Granted.Count < most; at++)
        {
            var cost = Math.Clamp(waiting[at].Cost, 1, burst);
            var soonest = UsedUntil > DateTimeOffset.MinValue + interval * burst ? UsedUntil + interval * (cost - burst) : now;
            var start = soonest > now ? soonest : now;
            if (start > now + Ahead)
            {
                NextAt = start;
                break;
            }

            Granted.Add((waiting[at].Run, start > waiting[at].DueAt ? start : waiting[at].DueAt));
            UsedUntil = (UsedUntil > start ? UsedUntil : start) + interval * cost;
        }

        return at < waiting.Count && Granted.Count < most ? waiting[at..] : [];
    }

    private void GiveWay(int? max, IReadOnlyList<TakenSlot> slots, List<InLine> left)
    {
        Skipped.AddRange(left.Where(run => run.OnLimit == OnLimit.Skip).Select(run => run.Run));
        var waits = left.Count - Skipped.Count;
        if (max is not { } limit || !left.Exists(run => run.OnLimit == OnLimit.CancelOldest))
        {
            return;
        }

        var holders = slots.Where(slot => !slot.IsGivenUp)
            .OrderBy(slot => slot.Since)
            .ThenByDescending(slot => slot.Run, StringComparer.Ordinal)
            .ToList();
        var excess = holders.Count + waits - limit;
        Canceled.AddRange(holders.Take(Math.Max(0, excess)).Select(slot => slot.Run));
        Dropped.AddRange(left.Where(run => run.OnLimit == OnLimit.CancelOldest).Take(excess - Canceled.Count).Select(run => run.Run));
    }
}
