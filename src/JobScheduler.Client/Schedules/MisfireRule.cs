using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What happens to fires that were missed while no scheduler was up.</summary>
[JsonConverter(typeof(TolerantEnumConverter<MisfireRule>))]
public enum MisfireRule
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>One run, for the latest; its <see cref="Run.Missed"/> says how many were missed and since when.</summary>
    FireOnce,

    /// <summary>A run each, in order, up to <see cref="SchedulePolicy.MaxCatchUp"/>.</summary>
    FireAll,

    /// <summary>None; the <see cref="Run.Missed"/> of a skipped run says how many.</summary>
    Skip,
}
