using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>A run, or a raw message, that gave up; kept until redriven or purged.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    /// <summary>Null for a raw message.</summary>
    public string? RunId { get; init; }

    public string? JobId { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public AttemptError? Error { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>The body of an unreadable message; null for a run.</summary>
    public string? Message { get; init; }
}

/// <summary>What dead letters have in common: the failure name, the handler or host, and the message without numbers and ids.</summary>
/// <param name="Id">Stable over time and across processes; use it in filters.</param>
/// <param name="Title">Human-readable.</param>
public sealed record DeadLetterCause(string Id, string Title);

/// <summary>How often a cause occurs.</summary>
/// <param name="Id">Use it in filters.</param>
/// <param name="Title">Human-readable.</param>
/// <param name="Count">Number of dead letters.</param>
/// <param name="First">When the oldest gave up.</param>
/// <param name="Last">When the newest gave up.</param>
public sealed record CauseCount(string Id, string Title, int Count, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Selects dead letters for a list: all given conditions must hold.</summary>
public sealed record DeadLetterFilter : DeadLetterConditions;

/// <summary>
/// Which dead letters to delete. At least one condition, or all: nobody should lose everything because a filter was forgotten.
/// </summary>
public sealed record DeadLetterPurge : DeadLetterConditions
{
    /// <summary>Takes all dead letters, if there is no condition.</summary>
    public bool All { get; init; }

    /// <summary>Changes nothing, and answers 200 with how many there are.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Conditions that select dead letters: all given ones must hold.</summary>
public abstract record DeadLetterConditions
{
    /// <summary>The job's id.</summary>
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The cause's id.</summary>
    public string? Cause { get; init; }

    /// <summary>Dead at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Dead before this time.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Which dead letters to redrive, and how cautiously. At least one condition, or all.</summary>
public sealed record DeadLetterRedrive : DeadLetterConditions
{
    public const int MostRuns = 100_000;
    public const int LargestCanary = 1000;

    /// <summary>Redrives at most this many.</summary>
    [Range(1, MostRuns)]
    public int Max { get; init; } = 1000;

    /// <summary>The pace, such as 50/s, 300/m or 1000/h; null: as fast as the new runs are accepted.</summary>
    public Rate? Rate { get; init; }

    /// <summary>Redrives this many first, and the rest only if all of them succeed. 0: no canary.</summary>
    [Range(0, LargestCanary)]
    public int Canary { get; init; }

    /// <summary>original: each with the definition its run was accepted with. current: with its job as it is now.</summary>
    public DefinitionChoice Definition { get; init; } = DefinitionChoice.Original;

    /// <summary>Takes all dead letters, up to max, if there is no condition.</summary>
    public bool All { get; init; }

    /// <summary>Changes nothing, and answers 200 with how many there are, up to max.</summary>
    public bool DryRun { get; init; }
}
