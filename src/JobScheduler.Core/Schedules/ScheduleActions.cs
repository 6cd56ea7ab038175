using System.Security.Cryptography;
using System.Text;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules;

/// <summary>Runs of a schedule that are asked for by hand.</summary>
public sealed class ScheduleActions(
    ScheduleCatalog schedules, RunIntake intake, OperationBoard operations, CalendarCache calendars, Entropy entropy, TimeProvider time)
{
    /// <summary>Fires of one backfill: so that its total can be told at once.</summary>
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

    /// <summary>Adds all that is wrong with a request for a backfill, whatever the schedule. No I/O.</summary>
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
