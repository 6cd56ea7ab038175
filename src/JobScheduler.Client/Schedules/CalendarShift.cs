using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What happens to a fire on a day that a calendar does not allow.</summary>
[JsonConverter(typeof(TolerantEnumConverter<CalendarShift>))]
public enum CalendarShift
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>It is skipped.</summary>
    None,

    /// <summary>It moves to the next day that all calendars allow, at the same time of day.</summary>
    Next,

    /// <summary>It moves to the last allowed day before, at the same time of day.</summary>
    Previous,
}
