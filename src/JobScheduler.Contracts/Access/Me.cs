using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Who the credentials of a request stand for.</summary>
/// <param name="Tenant">Whose records.</param>
/// <param name="Name">Recorded as the actor.</param>
/// <param name="Role">What is allowed, at most.</param>
public sealed record Me(string Tenant, string Name, Role Role);

/// <summary>What a caller may do, at most. Until users come there is one administrator.</summary>
[JsonConverter(typeof(WordConverter<Role>))]
public enum Role
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>The holder of a completion token: may report on one attempt and nothing else.</summary>
    Attempt = 0,

    Administrator,
}
