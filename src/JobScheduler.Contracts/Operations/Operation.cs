using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Work on many records that continues after its request was answered, and survives a crash.</summary>
/// <param name="Id">Identifies it in /api/v1/operations/{id}.</param>
/// <param name="Kind">What it does: redrive, purge, cancel or backfill.</param>
/// <param name="State">Whether it is running, or how it ended.</param>
/// <param name="Done">Records processed so far.</param>
/// <param name="Total">Records in total; null while unknown.</param>
/// <param name="Error">Why it failed; null: it has not.</param>
public sealed record Operation(string Id, string Kind, OperationState State, int Done, int? Total, string? Error);

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
}
