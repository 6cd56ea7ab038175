namespace JobScheduler.Api.Access;

/// <summary>What a caller may do, at most. Until users come there is one administrator.</summary>
public enum Role
{
    /// <summary>The holder of a completion token: may report on one attempt and nothing else.</summary>
    Attempt,

    Administrator,
}
