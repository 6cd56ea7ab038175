namespace JobScheduler;

/// <summary>On whose behalf something is done. Every public method that changes something takes one, and records the actor.</summary>
/// <param name="Tenant">Whose records; nothing outside the tenant is read or written.</param>
/// <param name="Actor">Who acts: recorded with what is created, changed, paused, resumed, deleted, purged.</param>
public sealed record Caller(string Tenant, string Actor);

/// <summary>Tenants of the system.</summary>
public static class Tenants
{
    /// <summary>The tenant of the administrator, and of everything that belongs to no one else.</summary>
    public const string Default = "default";
}
