using System.Text.Json;
using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>A run that is about to be written.</summary>
/// <param name="Run">The run with its first step; its token is not known before the commit is composed.</param>
/// <param name="Place">Where it will wait.</param>
/// <param name="Shard">Its shard.</param>
/// <param name="KeyRecord">Under an idempotency key: the run and the fingerprint of the request.</param>
internal sealed record RunDraft(OpenRun Run, Place Place, int Shard, KeyRecord? KeyRecord)
{
    /// <summary>The slot that it takes if that is free; null: none.</summary>
    public string? Slot =>
        Place != Place.Gate && Run.Spec.Overlap is not null ? Keys.Slot(Run.Spec.Tenant, Run.Spec.JobId!, Run.Spec.Gate!) : null;

    public void Compose(CommitDraft draft)
    {
        if (Slot is not null)
        {
            GateMoves.Enter(draft, Run, etag: null);
        }

        RunMoves.Accept(draft, Run, Place, KeyRecord is null ? null : JsonSerializer.Serialize(KeyRecord, RunJson.Default.KeyRecord));
        draft.WakesClock |= Place == Place.Gate;
    }

    /// <summary>The same draft after the slot turned out to be taken: the clock judges it.</summary>
    public RunDraft AtGate() => this with { Run = Run with { Step = Run.Step with { Arrives = true } }, Place = Place.Gate };

    public RunRecord ToRun(DateTimeOffset now) => new()
    {
        Id = Run.Id,
        Spec = Run.Spec,
        State = RealPlace(now) == Place.Start ? RunState.Scheduled : RunState.Queued,
        DispatchedAt = RealPlace(now) is Place.Queue or Place.QueueAlone ? now : null,
    };

    private Place RealPlace(DateTimeOffset now) => RunPlaces.Of(Run.Spec, Run.Step, Place, now);
}

/// <summary>What an idempotency key stands for: the row <c>K</c>.</summary>
/// <param name="Run">The run that was accepted under it.</param>
/// <param name="Fingerprint">The fingerprint of the request.</param>
public sealed record KeyRecord(string Run, string Fingerprint);

/// <summary>The schedule that a manually submitted run belongs to.</summary>
/// <param name="ScheduleId">The schedule recorded in the run; null: the run only passes its gate.</param>
/// <param name="Gate">The gate that it must pass; null: none.</param>
/// <param name="Overlap">The rule of the gate.</param>
/// <param name="Asked">The text by which a repeated request is recognized; null: that of the run request.</param>
public sealed record RunOrigin(string? ScheduleId, string? Gate, OverlapRule? Overlap, string? Asked = null);

/// <summary>The gates that runs of a job pass if they obey its overlap rule. Asked by runs, answered by schedules.</summary>
public interface IRunOrigins
{
    /// <summary>The gate that a manually submitted run of the job must pass; null: none.</summary>
    /// <exception cref="RefusalException">The job has several gates, and the request does not say which.</exception>
    Task<RunOrigin?> OfAsync(string tenant, string job, CancellationToken cancellation);
}

/// <summary>An accepted run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Replayed">True: it was already accepted under the same idempotency key.</param>
public sealed record AcceptedRun(RunRecord Run, bool Replayed);

/// <summary>The outcome of one item of a bulk submission: exactly one of the two is set.</summary>
public sealed record IntakeOutcome(AcceptedRun? Accepted, RefusalException? Refusal);
