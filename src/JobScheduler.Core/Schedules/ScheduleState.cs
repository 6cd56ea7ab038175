namespace JobScheduler.Schedules;

/// <summary>How far a schedule has come: the column <c>state</c> of its row and of its alarm, rewritten by each fire.</summary>
internal sealed record ScheduleState
{
    /// <summary>Every nominal time up to here is accounted for, by a run or by a record.</summary>
    public DateTimeOffset Cursor { get; init; }

    /// <summary>Runs made; what <c>maxRuns</c> counts.</summary>
    public int Runs { get; init; }

    /// <summary>
    /// In milliseconds, ascending: the last nominal time that has come and fired, and those that were handed to queues ahead.
    /// </summary>
    public IReadOnlyList<long> Recent { get; init; } = [];

    /// <summary>
    /// Earlier definitions, oldest first, with fires that were due before the change and are not accounted for yet.
    /// </summary>
    public IReadOnlyList<ScheduleTail> Tails { get; init; } = [];

    /// <summary>Missed fires of the oldest definition that are being gathered or run.</summary>
    public CatchUp? CatchUp { get; init; }

    /// <summary>Mode delay: its next nominal time; null while it waits for the end of a run.</summary>
    public DateTimeOffset? NextDelay { get; init; }

    /// <summary>Mode delay: the nominal time of the open run, whose end sets the next time; null: none is open.</summary>
    public DateTimeOffset? WaitsFor { get; init; }

    /// <summary>When there are tails: nominal times after this instant are those of the current definition.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>
    /// Time went back: nominal times up to here were accounted for before that. Those that come in time fire again and find the run that
    /// they had; those that are missed already have their record. Null: time did not go back, or has caught up.
    /// </summary>
    public DateTimeOffset? Rewound { get; init; }

    /// <summary>The nominal time that its alarm is for; null: the alarm is for something else, or there is none.</summary>
    public DateTimeOffset? Planned { get; init; }

    /// <summary>The latest nominal time that had come by then; null when none had.</summary>
    public DateTimeOffset? LastFire(DateTimeOffset now) =>
        Recent.LastOrDefault(fire => fire <= now.ToUnixTimeMilliseconds()) is > 0 and var last
            ? DateTimeOffset.FromUnixTimeMilliseconds(last)
            : null;

    /// <summary>The earliest of those ahead; null: none is.</summary>
    public DateTimeOffset? NextAhead(DateTimeOffset now) => Ahead(now).Cast<DateTimeOffset?>().FirstOrDefault();

    /// <summary>Runs made, without those ahead.</summary>
    public int RunsBy(DateTimeOffset now) => Runs - Ahead(now).Count();

    /// <summary>Nominal times that were handed to queues and had not come by then.</summary>
    public IEnumerable<DateTimeOffset> Ahead(DateTimeOffset now) =>
        Recent.Where(fire => fire > now.ToUnixTimeMilliseconds()).Select(DateTimeOffset.FromUnixTimeMilliseconds);
}

/// <summary>An earlier definition that still has fires to account for.</summary>
/// <param name="Definition">What it was.</param>
/// <param name="InputBlob">Its input, when that is large.</param>
/// <param name="From">Its fires are those after this instant.</param>
/// <param name="Until">When it was changed: the last instant of its fires. A jitter that is not over by then ends there.</param>
internal sealed record ScheduleTail(ScheduleDefinition Definition, string? InputBlob, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Missed fires on their way into records.</summary>
/// <param name="Outside">Beyond the catch-up window.</param>
/// <param name="Inside">Inside it, and not kept.</param>
/// <param name="Kept">In milliseconds, ascending: those that get a run.</param>
/// <param name="IsComplete">All are gathered.</param>
internal sealed record CatchUp(MissedFires? Outside, MissedFires? Inside, IReadOnlyList<long> Kept, bool IsComplete)
{
    public static readonly CatchUp Nothing = new(null, null, [], false);

    /// <summary>The earliest that has no record and no run yet; not valid for <see cref="Nothing"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset Earliest => Outside?.First ?? Inside?.First ?? DateTimeOffset.FromUnixTimeMilliseconds(Kept[0]);

    /// <summary>Gathers the next missed fire by the schedule's policy.</summary>
    public CatchUp With(DateTimeOffset nominal, SchedulePolicy policy, DateTimeOffset now)
    {
        if (nominal < now - policy.CatchUpWindow)
        {
            return this with { Outside = MissedFires.And(Outside, nominal) };
        }

        var keep = policy.Misfire switch { MisfireRule.FireOnce => 1, MisfireRule.FireAll => policy.MaxCatchUp, _ => 0 };
        var kept = Kept.Append(nominal.ToUnixTimeMilliseconds()).ToList();
        var inside = Inside;
        while (kept.Count > keep)
        {
            inside = MissedFires.And(inside, DateTimeOffset.FromUnixTimeMilliseconds(kept[0]));
            kept.RemoveAt(0);
        }

        return this with { Inside = inside, Kept = kept };
    }
}
