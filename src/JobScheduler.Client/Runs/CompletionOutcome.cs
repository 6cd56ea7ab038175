using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>How a target that completes by callback says its work ended.</summary>
[JsonConverter(typeof(TolerantEnumConverter<CompletionOutcome>))]
public enum CompletionOutcome
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Succeeded,

    Failed,
}
