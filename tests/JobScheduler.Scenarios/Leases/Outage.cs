using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Leases;

/// <summary>A storage that one process, or all, cannot reach for a while.</summary>
internal sealed class Outage
{
    /// <param name="first">What happens to the first commits of it: their outcome may be unknown, as they were under way.</param>
    public Outage(Fault first = Fault.FailBefore) => Plan = FaultPlan.When(call =>
        !IsOn ? Fault.None
        : call.Name == CallNames.Commit && _commits++ < 3 ? first
        : Fault.FailBefore);

    private int _commits;

    /// <summary>Whether calls fail now.</summary>
    public bool IsOn { get; set; }

    /// <summary>The plan of the processes that it affects.</summary>
    public FaultPlan Plan { get; }
}
