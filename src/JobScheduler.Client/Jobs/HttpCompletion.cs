using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>When an HTTP target's attempt is over.</summary>
[JsonConverter(typeof(TolerantEnumConverter<HttpCompletion>))]
public enum HttpCompletion
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>With the answer.</summary>
    Response,

    /// <summary>The answer says "taken"; the target completes with <see cref="RunsClient.CompleteAsync"/>.</summary>
    Callback,
}
