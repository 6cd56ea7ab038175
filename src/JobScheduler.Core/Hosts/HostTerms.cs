using JobScheduler.Hosts.Circuits;
using JobScheduler.Hosts.Permits;

namespace JobScheduler.Hosts;

/// <summary>How a host may be called: its definition, completed by the settings.</summary>
/// <param name="Max">The most calls at once; null: no limit.</param>
/// <param name="Rate">How many may start; null: no limit.</param>
/// <param name="Circuit">When they are stopped because they fail; null: never.</param>
public sealed record HostTerms(int? Max, RatePlan? Rate, CircuitTerms? Circuit)
{
    /// <summary>Whether permits have to be leased.</summary>
    public bool IsLimited => Max is not null || Rate is not null;

    public static HostTerms Of(HostDefinition? definition, HostOptions options)
    {
        var circuit = definition?.Circuit;
        return new HostTerms(
            definition?.Max,
            definition?.Rate is { } rate ? RatePlan.Of(rate, definition.Burst) : null,
            circuit?.Enabled ?? options.Circuits
                ? new CircuitTerms(
                    circuit?.Failures ?? options.Failures, circuit?.Window ?? options.Window, circuit?.Open ?? options.Open)
                : null);
    }
}
