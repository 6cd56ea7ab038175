using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Targets;

namespace JobScheduler.Execution;

/// <summary>On whose account a place is held or wanted.</summary>
/// <param name="Queue">The queue that the run came through.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Job">The job; null for a run without one.</param>
/// <param name="Class">What its work waits for.</param>
/// <param name="Value">Of the key by which the runs of its job take turns; null: it has none.</param>
public readonly record struct PlaceKey(string Queue, string Tenant, string? Job, TargetClass Class, string? Value = null)
{
    /// <summary>That of a run which came through a queue.</summary>
    public static PlaceKey Of(string queue, RunSpec spec) => new(queue, spec.Tenant, spec.JobId, spec.Class, spec.Fair);

    internal bool IsHigh => Queue == QueueNames.High;
}
