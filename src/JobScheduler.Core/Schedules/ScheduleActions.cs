using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Runs of a schedule that are asked for by hand.</summary>
public sealed class ScheduleActions(
    ScheduleCatalog schedules, RunIntake intake, OperationBoard operations, CalendarCache calendars, Entropy entropy, TimeProvider time)
{
    /// <summary>Fires of one backfill: so that its total can be told at once.</summary>
    public const int MostFires = 10_000;

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>Unfinished runs of one backfill at a time.</summary>
    public const int MostConcurrent = 100;

    /// <summary>A run of the schedule now. Paused schedules can be triggered too.</summary>
    /// <exception cref="RefusalException">There is no such schedule; or the request is wrong.</exception>
    public async Task<AcceptedRun> TriggerAsync(string tenant, string job, string id, TriggerRequest request, string actor, CancellationToken cancellation)
    {
        var (stored, input) = await schedules.FindWithInputAsync(new ScheduleIdentity(tenant, job, id), null, cancellation) ?? throw RefusalException.NotFound("schedule", id);
        var obeys = request.ObeysOverlap;
        if (obeys && (request.At is not null || request.After is not null))
        {
            throw RefusalException.Invalid("overlap", "a run for later cannot obey the overlap rule, which is judged when it is due; say \"ignore\"");
        }

        var origin = ScheduleGates.Of(stored.Held);
        return await intake.AcceptAsync(
            tenant,
            new RunRequest
            {
                JobId = job,
                Input = request.Input ?? input,
                Priority = request.Priority ?? stored.Held.Definition.Priority,
                Labels = request.Labels,
                At = request.At,
                After = request.After,
                IdempotencyKey = request.IdempotencyKey,
            },
            (obeys ? origin : origin with { Gate = null, Overlap = null }) with { Asked = $"{id}\n{JsonSerializer.Serialize(request with { IdempotencyKey = null }, CoreJson.Compact.TriggerRequest)}" },
            actor,
            cancellation);
    }

    /// <summary>Runs for all nominal times of a past range, in order. The same id again is the same operation.</summary>
    /// <exception cref="RefusalException">There is no such schedule; the request is wrong; or its id was used for another range.</exception>
    public async Task<Operation> BackfillAsync(string tenant, string job, string id, BackfillRequest request, string actor, CancellationToken cancellation)
    {
        var stored = await FindAsync(tenant, job, id, cancellation);
        var spec = stored.Held.Definition.Spec;
        Check(request, spec);
        var used = await calendars.GetManyAsync(tenant, spec.Calendars.Select(use => use.Id), cancellation);
        var total = Count(FireTimes.Of(spec, stored.Held.Identity, used), request);
        var name = request.Id ?? entropy.NextName();
        var plan = new OperationPlan
        {
            Kind = OperationKinds.Backfill,
            Actor = actor,
            Max = int.MaxValue,
            Total = total,
            Backfill = new BackfillPlan
            {
                Job = job,
                Schedule = id,
                Name = name,
                Spec = spec,
                From = request.From,
                To = request.To,
                MaxConcurrency = request.MaxConcurrency,
                Cursor = request.From.AddMilliseconds(-1),
            },
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Held.Seed}\n{name}")).AsSpan(0, 8));
        return await operations.StartAsync(tenant, $"backfill-{hash}", plan, cancellation);
    }

    private static int Count(FireTimes times, BackfillRequest request)
    {
        var total = 0;
        for (var next = times.Next(request.From.AddMilliseconds(-1)); next < request.To; next = times.Next(next.Value))
        {
            if (++total > MostFires)
            {
                throw RefusalException.Invalid("to", $"the range has more than {MostFires} fires; split it");
            }
        }

        return total > 0 ? total : throw RefusalException.Invalid("from", "the schedule has no fire in the range");
    }

    private void Check(BackfillRequest request, ScheduleSpec spec)
    {
        var errors = new ErrorList();
        if (request.Id is not null && !Identifier.IsValid(request.Id))
        {
            errors.Add("id", Identifier.Rule);
        }

        if (request.From < Earliest)
        {
            errors.Add("from", $"must not be before {Timestamp.Format(Earliest)}");
        }

        if (request.From >= request.To)
        {
            errors.Add("to", "must be after from");
        }

        if (request.To > time.GetUtcNow())
        {
            errors.Add("to", "must not be in the future: what is to come is run by the schedule itself");
        }

        if (request.MaxConcurrency is < 1 or > MostConcurrent)
        {
            errors.Add("maxConcurrency", $"must be 1 to {MostConcurrent}");
        }

        if (spec is IntervalSpec { Mode: IntervalMode.Delay })
        {
            errors.Add("from", "the schedule is an interval of mode delay, whose times depend on the ends of its runs; it has none to backfill");
        }

        errors.ThrowIfAny();
    }

    private async Task<StoredSchedule> FindAsync(string tenant, string job, string id, CancellationToken cancellation) =>
        await schedules.FindAsync(new ScheduleIdentity(tenant, job, id), cancellation) ?? throw RefusalException.NotFound("schedule", id);
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
