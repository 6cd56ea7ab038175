using JobScheduler.Hosts;

namespace JobScheduler.Api.Hosts;

/// <summary>What the API shows of hosts.</summary>
public static class HostViews
{
    public static TargetHost Of(HostSight host) => (host.Record is null ? new TargetHost() : Of(host.Record)) with
    {
        Host = host.Host,
        State = host.State,
    };

    /// <summary>The definition, without what is known of the host.</summary>
    public static TargetHost Of(HostRecord record) => new(record.Definition)
    {
        Host = record.Id,
        CreatedBy = record.CreatedBy,
        CreatedAt = record.CreatedAt,
        UpdatedAt = record.UpdatedAt,
    };
}
