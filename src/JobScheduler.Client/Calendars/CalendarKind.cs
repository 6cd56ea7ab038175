using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What the days of a calendar are.</summary>
[JsonConverter(typeof(TolerantEnumConverter<CalendarKind>))]
public enum CalendarKind
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Not allowed; all others are.</summary>
    Exclude,

    /// <summary>The only ones allowed.</summary>
    Include,
}
