namespace JobScheduler.Shards;

/// <summary>
/// Where an open run can wait: a closed table. Each says which state the run is in, what <c>why</c> names as the
/// blocker, how its alarm is recalled after a clock was fast, and which runs repair puts there.
/// </summary>
public sealed class TokenKind
{
    /// <summary>In a message that was sent to a queue; an executor takes it, and the guard of the message rings if none does.</summary>
    public static readonly TokenKind Message = new("message") { Repairs = [RunState.Queued] };

    /// <summary>In the backlog of its shard, because the queue is full; the clock admits it.</summary>
    public static readonly TokenKind Backlog = new("backlog");

    /// <summary>In the line of its target host, whose rate, limit, hold or open circuit stopped it; the line's alarm releases it.</summary>
    public static readonly TokenKind HostLine = new("host") { Blocker = BlockerKind.Host };

    /// <summary>Until its due time, or that of its next attempt; the clock acts 30 s before.</summary>
    public static readonly TokenKind Start = new("start", isAlarm: true)
    {
        State = RunState.Scheduled,
        StateOfRetry = RunState.Retrying,
        Blocker = BlockerKind.NotDue,
        BlockerOfRetry = BlockerKind.RetryDelay,
        Repairs = [RunState.Scheduled, RunState.Retrying],
    };

    /// <summary>
    /// As <see cref="Start"/>, for a run with a limit: its place is not taken before it is due, so the clock acts at that instant.
    /// </summary>
    public static readonly TokenKind Arrival = new("arrive", isAlarm: true)
    {
        State = RunState.Scheduled,
        StateOfRetry = RunState.Retrying,
        Blocker = BlockerKind.NotDue,
        BlockerOfRetry = BlockerKind.RetryDelay,
    };

    /// <summary>In the line at the gate of a limit, until it is granted its place; the alarm of the line is the fallback.</summary>
    public static readonly TokenKind Line = new("place") { Blocker = BlockerKind.Concurrency };

    /// <summary>
    /// In a message that is sent when a gate in another shard grants its place; the alarm of the message asks there if that takes long.
    /// </summary>
    public static readonly TokenKind Ticket = new("ticket") { Blocker = BlockerKind.Group };

    /// <summary>Because its job is paused; the clock asks again after 1, 2, 4 … 60 minutes, a resume finds it at once.</summary>
    public static readonly TokenKind Pause =
        new("wait", isAlarm: true) { Blocker = BlockerKind.Paused, Farthest = GuardRow.LongestInterval };

    /// <summary>At its gate, to be judged or in its queue; the clock asks again after 1, 2, 4 … 60 minutes.</summary>
    public static readonly TokenKind Gate = new("line", isAlarm: true)
    {
        Blocker = BlockerKind.Overlap,
        Farthest = GuardRow.LongestInterval,
        RepairsGated = true,
    };

    /// <summary>With an executor, which must renew the lease; the clock gives the attempt up if it does not.</summary>
    public static readonly TokenKind Lease = new("lease", isAlarm: true)
    {
        State = RunState.Running,
        StateOfRetry = RunState.Running,
        Blocker = BlockerKind.Lease,
        BlockerOfRetry = BlockerKind.Lease,
        Farthest = LeaseTimes.LongLease,

        // Not at once: a live executor finds its lease under the new name by then.
        RecalledIn = LeaseTimes.Lease,
        WaitsForLife = true,
        Repairs = [RunState.Running],
    };

    /// <summary>With a target that completes by callback; the clock ends the attempt on its timeout, or after too long a silence.</summary>
    public static readonly TokenKind Limit = new("limit", isAlarm: true)
    {
        State = RunState.Running,
        StateOfRetry = RunState.Running,
        Blocker = BlockerKind.Lease,
        BlockerOfRetry = BlockerKind.Lease,
        WaitsForLife = true,
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<TokenKind> All =
        [Message, Backlog, HostLine, Start, Arrival, Line, Ticket, Pause, Gate, Lease, Limit];

    private BlockerKind? _blockerOfRetry;

    private TokenKind(string name, bool isAlarm = false)
    {
        Name = name;
        IsAlarm = isAlarm;
    }

    /// <summary>For an alarm: the kind in its key.</summary>
    public string Name { get; }

    /// <summary>Whether the token is an alarm; the others are rows that executors and admission read.</summary>
    public bool IsAlarm { get; }

    /// <summary>The state of a run that waits here and has made no attempt.</summary>
    public RunState State { get; private init; } = RunState.Queued;

    /// <summary>The state of a run that waits here after an attempt.</summary>
    public RunState StateOfRetry { get; private init; } = RunState.Queued;

    /// <summary>What <c>why</c> names as the blocker.</summary>
    public BlockerKind Blocker { get; private init; } = BlockerKind.Backlog;

    /// <summary>What <c>why</c> names as the blocker after an attempt.</summary>
    public BlockerKind BlockerOfRetry
    {
        get => _blockerOfRetry ?? Blocker;
        private init => _blockerOfRetry = value;
    }

    /// <summary>An alarm farther ahead than this was set by a clock that was fast; null: there is no bound.</summary>
    public TimeSpan? Farthest { get; private init; }

    /// <summary>How long after it is recalled an alarm rings.</summary>
    public TimeSpan RecalledIn { get; private init; }

    /// <summary>Whether signs of life put it off.</summary>
    public bool WaitsForLife { get; private init; }

    /// <summary>Runs in these states get a token of this kind if theirs is missing.</summary>
    public IReadOnlyList<RunState> Repairs { get; private init; } = [];

    /// <summary>Whether a run that must pass a gate before its first attempt gets a token of this kind if its own is missing.</summary>
    public bool RepairsGated { get; private init; }

    /// <summary>The state of a run that waits here.</summary>
    /// <param name="attempts">The number of attempts so far.</param>
    public RunState StateAfter(int attempts) => attempts == 0 ? State : StateOfRetry;

    /// <summary>What <c>why</c> names as the blocker of a run that waits here.</summary>
    /// <param name="attempts">The number of attempts so far.</param>
    public BlockerKind BlockerAfter(int attempts) => attempts == 0 ? Blocker : BlockerOfRetry;

    /// <summary>The kind of an alarm by its name; null if it is not a token's.</summary>
    public static TokenKind? OfAlarm(string? name) => name switch
    {
        "start" => Start,
        "arrive" => Arrival,
        "wait" => Pause,
        "line" => Gate,
        "lease" => Lease,
        "limit" => Limit,
        _ => null,
    };

    /// <summary>Where repair puts a run whose token is missing.</summary>
    /// <param name="state">The state of the run.</param>
    /// <param name="isGated">Whether it must pass a gate before its first attempt.</param>
    public static TokenKind ThatRepairs(RunState state, bool isGated) =>
        isGated ? All.First(kind => kind.RepairsGated) : All.First(kind => kind.Repairs.Contains(state));

    public override string ToString() => Name;
}
