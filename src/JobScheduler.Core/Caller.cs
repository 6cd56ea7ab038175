namespace JobScheduler;

/// <summary>On whose behalf something is done. Every public method that changes something takes a caller and records the actor.</summary>
/// <param name="Tenant">The tenant; nothing outside it is read or written.</param>
/// <param name="Actor">Who acts; recorded with whatever is created, changed, paused, resumed, deleted or purged.</param>
public sealed record Caller(string Tenant, string Actor);

/// <summary>Tenants of the system.</summary>
public static class Tenants
{
    /// <summary>The tenant of the administrator, and of everything that belongs to nobody else.</summary>
    public const string Default = "default";
}
