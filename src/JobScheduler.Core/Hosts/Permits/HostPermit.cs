using JobScheduler.Hosts.Circuits;

namespace JobScheduler.Hosts.Permits;

/// <summary>The permit of one attempt to call its host. It ends with the call.</summary>
public sealed class HostPermit
{
    private readonly HostLedger? _ledger;

    internal HostPermit(HostLedger? ledger, long? leasedAt, long takenAt)
    {
        _ledger = ledger;
        LeasedAt = leasedAt;
        TakenAt = takenAt;
    }

    /// <summary>When the block of starts was leased, by the monotonic clock; null: there is no rate.</summary>
    internal long? LeasedAt { get; }

    /// <summary>When it was taken, by the monotonic clock.</summary>
    internal long TakenAt { get; }

    /// <summary>The probe of a half-open circuit that the call is; null: it is none.</summary>
    internal ProbeLease? Probe { get; set; }

    /// <summary>Whether an attempt may have a lease until then: others may call in its place afterwards.</summary>
    public bool Covers(DateTimeOffset lease) =>
        _ledger?.Covers(lease) != false && (Probe is null || lease + PermitTimes.Skew <= Probe.Until);

    /// <summary>Whether the call may start now. Asked just before.</summary>
    internal async Task<bool> StartAsync() => _ledger is null || await _ledger.StartAsync(this);

    internal void Free() => _ledger?.Free(this);
}
