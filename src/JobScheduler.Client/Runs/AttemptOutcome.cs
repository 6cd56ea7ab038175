using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>How an attempt ended.</summary>
[JsonConverter(typeof(TolerantEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Succeeded,

    Failed,

    TimedOut,

    Canceled,

    /// <summary>Its executor is gone. Counted apart from failures.</summary>
    Lost,

    /// <summary>Its executor stopped and gave it back. Not counted.</summary>
    HandedBack,
}
