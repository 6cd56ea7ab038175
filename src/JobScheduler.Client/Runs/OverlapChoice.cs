using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>
/// Whether an overlap rule decides over a run that is asked for by hand, as over a fire: that of the schedule that is triggered, or those
/// of the job's schedules.
/// </summary>
[JsonConverter(typeof(TolerantEnumConverter<OverlapChoice>))]
public enum OverlapChoice
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Obey,

    /// <summary>It runs regardless.</summary>
    Ignore,
}
