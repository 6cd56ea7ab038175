using JobScheduler.Runs;

namespace JobScheduler.Schedules;

/// <summary>How far a schedule has come: the column <c>state</c> of its row and of its alarm, rewritten by each fire.</summary>
internal sealed record ScheduleState
{
    /// <summary>Every nominal time up to here is accounted for, by a run or by a record.</summary>
    public DateTimeOffset Cursor { get; init; }

    /// <summary>Runs made; what <c>maxRuns</c> counts.</summary>
    public int Runs { get; init; }

    /// <summary>In milliseconds, ascending: the last nominal time that fired when it had come, and those that were handed to queues ahead.</summary>
    public IReadOnlyList<long> Recent { get; init; } = [];

    /// <summary>Definitions of before, oldest first, with fires that were due before they were changed and are not accounted for yet.</summary>
    public IReadOnlyList<ScheduleTail> Tails { get; init; } = [];

    /// <summary>While there are tails: only what is due later is the present definition's; null: it goes on where the last tail ends.</summary>
    public DateTimeOffset? Begins { get; init; }

    /// <summary>Missed fires of the oldest definition that are being gathered, or run.</summary>
    public CatchUp? CatchUp { get; init; }

    /// <summary>Mode delay: its next nominal time; null while it waits for the end of a run.</summary>
    public DateTimeOffset? NextDelay { get; init; }

    /// <summary>Mode delay: a run is under way whose end sets the next time.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The nominal time that its alarm is for; null: the alarm is for something else, or there is none.</summary>
    public DateTimeOffset? Planned { get; init; }

    /// <summary>The latest nominal time that had come by then; null when none has.</summary>
    public DateTimeOffset? LastFire(DateTimeOffset now) =>
        Recent.LastOrDefault(fire => fire <= now.ToUnixTimeMilliseconds()) is > 0 and var last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null;

    /// <summary>The earliest of those ahead; null: none is.</summary>
    public DateTimeOffset? NextAhead(DateTimeOffset now) => Ahead(now).Cast<DateTimeOffset?>().FirstOrDefault();

    /// <summary>Runs made without those ahead.</summary>
    public int RunsBy(DateTimeOffset now) => Runs - Ahead(now).Count();

    /// <summary>Those that were handed to queues although their time had not come by then.</summary>
    public IEnumerable<DateTimeOffset> Ahead(DateTimeOffset now) =>
        Recent.Where(fire => fire > now.ToUnixTimeMilliseconds()).Select(DateTimeOffset.FromUnixTimeMilliseconds);
}

/// <summary>A definition of before.</summary>
/// <param name="Definition">What it was.</param>
/// <param name="InputBlob">Its input, when that is large.</param>
/// <param name="Until">When it was changed; its fires up to then are its own.</param>
/// <param name="Begins">Only what is due later is its own; null: it goes on where the schedule is.</param>
internal sealed record ScheduleTail(ScheduleDefinition Definition, string? InputBlob, DateTimeOffset Until, DateTimeOffset? Begins = null);

/// <summary>Missed fires on their way into records.</summary>
/// <param name="Outside">Beyond the catch-up window.</param>
/// <param name="Inside">Inside it, and not kept.</param>
/// <param name="Kept">In milliseconds, ascending: those that get a run.</param>
/// <param name="IsComplete">All are gathered.</param>
internal sealed record CatchUp(MissedFires? Outside, MissedFires? Inside, IReadOnlyList<long> Kept, bool IsComplete)
{
    public static readonly CatchUp Nothing = new(null, null, [], false);
}
