using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Whom the credentials of a request identify.</summary>
/// <param name="Tenant">The tenant whose records are accessible.</param>
/// <param name="Name">The name recorded as the actor.</param>
/// <param name="Role">The most that is allowed.</param>
public sealed record Me(string Tenant, string Name, Role Role);

/// <summary>The most that a caller may do. Until there are users, there is one administrator.</summary>
[JsonConverter(typeof(WordConverter<Role>))]
public enum Role
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>The holder of a completion token: may report on one attempt and nothing else.</summary>
    Attempt = 0,

    Administrator,
}
