namespace JobScheduler.Access;

/// <summary>Tenants of the system.</summary>
public static class Tenants
{
    /// <summary>The tenant of the administrator, and of everything that belongs to no one else.</summary>
    public const string Default = "default";
}
