using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>How grave a log line is.</summary>
[JsonConverter(typeof(TolerantEnumConverter<LogSeverity>))]
public enum LogSeverity
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Debug,

    Information,

    Warning,

    Error,
}
