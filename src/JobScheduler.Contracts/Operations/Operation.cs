using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Work on many records that goes on after its request was answered, and survives a crash.</summary>
/// <param name="Id">Names it in /api/v1/operations/{id}.</param>
/// <param name="Kind">What it does: redrive, purge, cancel or backfill.</param>
/// <param name="State">Where it is.</param>
/// <param name="Done">Records dealt with.</param>
/// <param name="Total">Of so many; null while that is not known.</param>
/// <param name="Error">Why it failed.</param>
public sealed record Operation(string Id, string Kind, OperationState State, int Done, int? Total, string? Error);

/// <summary>Where a long operation is.</summary>
[JsonConverter(typeof(WordConverter<OperationState>))]
public enum OperationState
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    Running = 0,
    Succeeded,

    /// <summary>It stopped before the end; its error says why.</summary>
    Failed,
}
