using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>The status of a job: a projection of its runs.</summary>
[JsonConverter(typeof(TolerantEnumConverter<JobStatusKind>))]
public enum JobStatusKind
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Something is queued, running or retrying; or nothing has ever been due.</summary>
    Pending,

    /// <summary>Nothing unfinished is due, and something is scheduled.</summary>
    Scheduled,

    /// <summary>The last run that ended succeeded.</summary>
    Completed,

    /// <summary>The last run that ended did not succeed.</summary>
    Failed,
}
