using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Work on many records that continues after its request was answered, and survives a crash.</summary>
public sealed record Operation
{
    /// <summary>Identifies it in /api/v1/operations/{id}.</summary>
    public required string Id { get; init; }

    /// <summary>What it does: redrive, purge, cancel or backfill.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is running, or how it ended.</summary>
    public required OperationState State { get; init; }

    /// <summary>Records processed so far, without those that were refused.</summary>
    public required int Done { get; init; }

    /// <summary>Records in total; null while unknown.</summary>
    public required int? Total { get; init; }

    /// <summary>Records that could not be processed, for example dead letters of a job that was deleted.</summary>
    public required int Refused { get; init; }

    /// <summary>The first ten of them, with the reasons.</summary>
    public required IReadOnlyList<OperationRefusal> Refusals { get; init; }

    /// <summary>Why it failed; null: it has not.</summary>
    public required string? Error { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while it is running. Ended operations are kept for seven days.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A record that an operation could not process.</summary>
/// <param name="Id">The record, for example a dead letter.</param>
/// <param name="Detail">Why not.</param>
public sealed record OperationRefusal(string Id, string Detail);

/// <summary>How many records an action on many would process; nothing was changed.</summary>
/// <param name="Count">Counted for up to ten seconds.</param>
/// <param name="More">True: there are more than were counted.</param>
public sealed record MatchCount(int Count, bool More);

/// <summary>Whether an operation is running, or how it ended.</summary>
[JsonConverter(typeof(WordConverter<OperationState>))]
public enum OperationState
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Running = 0,
    Succeeded,

    /// <summary>It stopped before the end; its error says why.</summary>
    Failed,

    /// <summary>It was canceled before the end; what it had done stays done.</summary>
    Canceled,
}
