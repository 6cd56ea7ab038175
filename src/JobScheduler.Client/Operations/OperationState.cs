using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Where a long operation is.</summary>
[JsonConverter(typeof(TolerantEnumConverter<OperationState>))]
public enum OperationState
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Running,

    Succeeded,

    /// <summary>It stopped before the end; its error says why.</summary>
    Failed,
}
