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
