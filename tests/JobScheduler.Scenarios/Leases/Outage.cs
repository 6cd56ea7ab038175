using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Leases;

/// <summary>A storage that one process, or all, cannot reach for a while.</summary>
internal sealed class Outage
{
    public Outage() => Plan = FaultPlan.When(_ => IsOn ? Fault.FailBefore : Fault.None);

    /// <summary>Whether calls fail now.</summary>
    public bool IsOn { get; set; }

    /// <summary>The plan of the processes that it affects.</summary>
    public FaultPlan Plan { get; }
}
