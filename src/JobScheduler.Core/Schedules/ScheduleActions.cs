using System.Security.Cryptography;
using System.Text;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Runs of a schedule that are requested by hand.</summary>
public sealed class ScheduleActions(
    ScheduleCatalog schedules, RunIntake intake, OperationBoard operations, CalendarCache calendars, Entropy entropy, TimeProvider time)
{
    /// <summary>The most fires of one backfill, so that its total is known at once.</summary>
    public const int MostFires = 10_000;

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>A run of the schedule now. Paused schedules can be triggered too.</summary>
    /// <exception cref="RefusalException">There is no such schedule; or the request is wrong.</exception>
    public async Task<AcceptedRun> TriggerAsync(Caller by, string job, string id, TriggerRequest request, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        TriggerRules.Check(request, errors);
        errors.ThrowIfAny();
        var (stored, input) = await schedules.FindWithInputAsync(new ScheduleIdentity(by.Tenant, job, id), null, cancellation)
            ?? throw RefusalException.NotFound("schedule", id);
        var obeys = request.Overlap == OverlapChoice.Obey;
        var origin = ScheduleGates.Of(stored.Firing);
        return await intake.AcceptAsync(
            by,
            new RunRequest
            {
                JobId = job,
                Input = request.Input ?? input,
                Priority = request.Priority ?? stored.Firing.Definition.Priority,
                Labels = request.Labels,
                At = request.At,
                After = request.After,
                IdempotencyKey = request.IdempotencyKey,
            },
            (obeys ? origin : origin with { Gate = null, Overlap = null }) with { Asked = $"{id}\n{RequestText.Of(request)}" },
            cancellation);
    }

    /// <summary>Runs for all nominal times of a past range, in order. The same id again is the same operation.</summary>
    /// <exception cref="RefusalException">
    /// There is no such schedule; the request is wrong; or its id was used for another range.
    /// </exception>
    public async Task<Operation> BackfillAsync(Caller by, string job, string id, BackfillRequest request, CancellationToken cancellation)
    {
        var stored = await FindAsync(by.Tenant, job, id, cancellation);
        var spec = stored.Firing.Definition.Spec;
        Check(request, spec);
        var used = await calendars.GetManyAsync(by.Tenant, spec.Calendars.Select(use => use.Id), cancellation);
        var total = Count(FireTimes.Of(spec, stored.Firing.Identity, used), request);
        var name = request.Id ?? entropy.NextName();
        var work = BackfillOperation.Write(new BackfillPlan
        {
            Job = job,
            Schedule = id,
            Name = name,
            Spec = spec,
            From = request.From,
            To = request.To,
            MaxConcurrency = request.MaxConcurrency,
            Cursor = request.From.AddMilliseconds(-1),
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Firing.Seed}\n{name}")).AsSpan(0, 8));
        var start = new OperationStart(BackfillOperation.Word, work)
        {
            Id = $"backfill-{hash}",
            Total = total,
            IsSame = other => BackfillOperation.Read(other) is var asked && asked.From == request.From && asked.To == request.To,
        };
        return await operations.StartAsync(by, start, cancellation);
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

        return total > 0 ? total : throw RefusalException.Invalid("from", "the schedule has no fires in the range");
    }

    /// <summary>Adds everything that is wrong with a request for a backfill, whatever the schedule. No I/O.</summary>
    public void Check(BackfillRequest request, ErrorList errors)
    {
        if (request.Id is not null && !Identifier.IsValid(request.Id))
        {
            errors.Add("id", $"must be {Identifier.Rule}");
        }

        if (request.From < Earliest)
        {
            errors.Add("from", $"must not be before {Timestamp.Format(Earliest)}");
        }

        if (request.From >= request.To)
        {
            errors.Add("to", "must be after from", "from");
        }

        if (request.To > time.GetUtcNow())
        {
            errors.Add("to", "must not be in the future: the schedule itself runs what is to come");
        }

        MemberBounds.Check(request, "", errors);
    }

    private void Check(BackfillRequest request, ScheduleSpec spec)
    {
        var errors = new ErrorList();
        Check(request, errors);
        if (spec is IntervalSpec { Mode: IntervalMode.Delay })
        {
            errors.Add(
                "from", "the schedule is an interval of mode delay, whose times depend on when its runs end; it has none to backfill");
        }

        errors.ThrowIfAny();
    }

    private async Task<ScheduleRecord> FindAsync(string tenant, string job, string id, CancellationToken cancellation) =>
        await schedules.FindAsync(new ScheduleIdentity(tenant, job, id), cancellation) ?? throw RefusalException.NotFound("schedule", id);
}

/// <summary>The rules of a request for a run of a schedule.</summary>
public static class TriggerRules
{
    /// <summary>Adds everything that is wrong, by the field paths of the API. No I/O.</summary>
    public static void Check(TriggerRequest request, ErrorList errors)
    {
        MemberBounds.Check(request, "", errors);
        LabelRules.Check(request.Labels, "labels", errors);
        if (request.At is not null && request.After is not null)
        {
            errors.Add("after", "give at most one of at and after", "at");
        }

        if (request.Overlap == OverlapChoice.Obey && (request.At is not null || request.After is not null))
        {
            errors.Add(
                "overlap",
                "only a run that is due now can obey the overlap rule, which is judged at that moment; use \"ignore\"",
                "at",
                "after");
        }
    }
}

/// <summary>Which gate a run requested by hand has to pass.</summary>
public sealed class ScheduleGates(IStorage storage, ShardMap map) : IRunOrigins
{
    /// <summary>The gate of the job's one schedule; null when it has none, or no rule.</summary>
    /// <exception cref="RefusalException">The job has several schedules.</exception>
    async Task<RunOrigin?> IRunOrigins.OfAsync(string tenant, string job, CancellationToken cancellation)
    {
        var query = RowQuery.Prefix(ShardMap.Partition(map.OfJob(tenant, job)), Keys.SchedulePrefix(tenant, job)) with { Limit = 2 };
        var page = await storage.Tables.ReadAsync(query, cancellation);
        if (page.Rows.Count > 1)
        {
            throw RefusalException.Invalid(
                "overlap", $"job '{job}' has several schedules, each with its own overlap rule; trigger one of them, or use \"ignore\"");
        }

        return page.Rows.Count == 1 && FiringSchedule.TryRead(page.Rows[0]) is { } schedule && Of(schedule) is { Gate: not null } origin
            ? origin with { ScheduleId = null }
            : null;
    }

    internal static RunOrigin Of(FiringSchedule schedule) => schedule.Definition.Policy.Overlap == OverlapRule.Allow
        ? new RunOrigin(schedule.Identity.Schedule, null, null)
        : new RunOrigin(schedule.Identity.Schedule, schedule.Gate, schedule.Definition.Policy.Overlap);
}
