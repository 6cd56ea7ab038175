namespace JobScheduler.Runs;

/// <summary>Selects runs; all given conditions must hold. An empty list is no condition.</summary>
public sealed record RunQuery
{
    public string? JobId { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public IReadOnlyList<RunState> States { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Ended at or after.</summary>
    public DateTimeOffset? EndedFrom { get; init; }

    /// <summary>Ended before.</summary>
    public DateTimeOffset? EndedTo { get; init; }

    /// <summary>
    /// Whether the row of a run has to be asked: its state, its end and what its id tells are not enough. Ids know no due times before
    /// 1970.
    /// </summary>
    internal bool NeedsRow =>
        ScheduleId is not null || BatchId is not null || Labels.Count > 0
        || From <= DateTimeOffset.UnixEpoch || To <= DateTimeOffset.UnixEpoch;

    /// <summary>The end of the range of positions, which is not in it; every position begins with a hexadecimal digit.</summary>
    internal string LastPosition => From is { } from ? RunId.InvertedTime(from) + "~" : "~";

    /// <summary>Whether runs that have not ended can match.</summary>
    internal bool TakesOpen =>
        EndedFrom is null && EndedTo is null && (States.Count == 0 || States.Any(state => !state.IsTerminal()));

    /// <summary>Whether runs that have ended can match.</summary>
    internal bool TakesEnded => States.Count == 0 || States.Any(state => state.IsTerminal());

    /// <summary>Whether the state may be that of a run that matches.</summary>
    internal bool Takes(RunState state) => States.Count == 0 || States.Contains(state);

    /// <summary>Whether a run that matches may be due then.</summary>
    internal bool TakesDue(DateTimeOffset? at) => (From is null || at >= From) && (To is null || at < To);

    /// <summary>Whether a run that matches may have ended then; null: it has not ended.</summary>
    internal bool TakesEnd(DateTimeOffset? at) => (EndedFrom is null || at >= EndedFrom) && (EndedTo is null || at < EndedTo);

    internal bool TakesLabels(IReadOnlyDictionary<string, string> labels) =>
        Labels.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>Where to start: after a position, or at the first that can match.</summary>
    internal string FirstPosition(string? after = null) =>
        after is not null ? after + "-" : To is { } to ? RunId.InvertedTimeBefore(to) : "0";
}
