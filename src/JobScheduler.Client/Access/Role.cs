using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What a caller may do, at most.</summary>
[JsonConverter(typeof(TolerantEnumConverter<Role>))]
public enum Role
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>The holder of a completion token: may report on one attempt and nothing else.</summary>
    Attempt,

    Viewer,

    Operator,

    Developer,

    Administrator,

    Node,
}
