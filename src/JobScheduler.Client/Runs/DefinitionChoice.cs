using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Which version of its job a redriven run takes.</summary>
[JsonConverter(typeof(TolerantEnumConverter<DefinitionChoice>))]
public enum DefinitionChoice
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>The one the run was accepted with.</summary>
    Original,

    /// <summary>The job as it is now.</summary>
    Current,
}
