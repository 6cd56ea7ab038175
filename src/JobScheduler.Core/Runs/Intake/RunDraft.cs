using System.Text.Json;
using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>A run on its way into its shard.</summary>
/// <param name="Run">The run with its first step; the token is not known before the commit is put together.</param>
/// <param name="Place">Where it will wait.</param>
/// <param name="Shard">Where it will live.</param>
/// <param name="KeyRecord">Under an idempotency key: the run and the fingerprint of the request.</param>
internal sealed record RunDraft(OpenRun Run, Place Place, int Shard, KeyRecord? KeyRecord)
{
    /// <summary>The slot that it takes if it is free; null: none.</summary>
    public string? Slot =>
        Place != Place.Gate && Run.Spec.Overlap is not null ? Keys.Slot(Run.Spec.Tenant, Run.Spec.JobId!, Run.Spec.Gate!) : null;

    public void Compose(CommitDraft draft)
    {
        if (Slot is not null)
        {
            GateMoves.Enter(draft, Run, replaces: false);
        }

        RunMoves.Accept(draft, Run, Place, KeyRecord is null ? null : JsonSerializer.Serialize(KeyRecord, RunJson.Default.KeyRecord));
        draft.WakesClock |= Place == Place.Gate;
    }

    /// <summary>The slot is taken: the clock judges.</summary>
    public RunDraft AtGate() => this with { Run = Run with { Step = Run.Step with { Arrives = true } }, Place = Place.Gate };

    public RunRecord ToRun(DateTimeOffset now) => new()
    {
        Id = Run.Id,
        Spec = Run.Spec,
        State = Place == Place.Start ? RunState.Scheduled : RunState.Queued,
        DispatchedAt = Place is Place.Queue or Place.QueueAlone ? now : null,
    };
}

/// <summary>What an idempotency key stands for: the row <c>K</c>.</summary>
/// <param name="Run">The run that was accepted under it.</param>
/// <param name="Fingerprint">Of the request.</param>
public sealed record KeyRecord(string Run, string Fingerprint);

/// <summary>The schedule that a run asked for by hand belongs to.</summary>
/// <param name="ScheduleId">Named in the run; null: it only passes the schedule's gate.</param>
/// <param name="Gate">The gate that it has to pass; null: none.</param>
/// <param name="Overlap">The rule of the gate.</param>
/// <param name="Asked">What was asked for, by which the same request is known again; null: the request for the run says it all.</param>
public sealed record RunOrigin(string? ScheduleId, string? Gate, OverlapRule? Overlap, string? Asked = null);

/// <summary>What runs of a job that obey its overlap rule have to pass. Schedules know it; runs ask.</summary>
public interface IRunOrigins
{
    /// <summary>The gate that a run of the job asked for by hand has to pass; null: none.</summary>
    /// <exception cref="RefusalException">The job has several, and the request does not say which.</exception>
    Task<RunOrigin?> OfAsync(string tenant, string job, CancellationToken cancellation);
}

/// <summary>An accepted run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Replayed">True: it was accepted before under the same idempotency key.</param>
public sealed record AcceptedRun(RunRecord Run, bool Replayed);

/// <summary>The outcome of one item of a bulk submission: one of the two is set.</summary>
public sealed record IntakeOutcome(AcceptedRun? Accepted, RefusalException? Refusal);
