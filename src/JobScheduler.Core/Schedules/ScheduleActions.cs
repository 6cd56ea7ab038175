using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Runs of a schedule that are asked for by hand.</summary>
public sealed class ScheduleActions
{
    /// <summary>A run of the schedule now.</summary>
    public Task<AcceptedRun> TriggerAsync(string tenant, string job, string id, TriggerRequest request, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Runs for all nominal times of a past range, in order. The same id again is the same operation.</summary>
    public Task<Operation> BackfillAsync(string tenant, string job, string id, BackfillRequest request, string actor, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

/// <summary>What a run asked for by hand has of its own. Null takes the schedule's value, then the job's.</summary>
public sealed record TriggerRequest
{
    public RawJson? Input { get; init; }

    public Priority? Priority { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is due; in the past means now. At most one of this and <see cref="After"/>.</summary>
    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    /// <summary>Whether the schedule's overlap rule decides over it, as over a fire. Default yes.</summary>
    public bool ObeysOverlap { get; init; } = true;

    public string? IdempotencyKey { get; init; }
}

/// <summary>A range of nominal times to be run.</summary>
/// <param name="Id">Names the backfill within the schedule; null: made up.</param>
/// <param name="From">The first instant.</param>
/// <param name="To">The first one beyond; not in the future.</param>
/// <param name="MaxConcurrency">Unfinished runs at a time, 1 to 100.</param>
public sealed record BackfillRequest(string? Id, DateTimeOffset From, DateTimeOffset To, int MaxConcurrency = 1);
