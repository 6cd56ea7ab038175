using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Where the runs of a job are kept.</summary>
[JsonConverter(typeof(TolerantEnumConverter<Placement>))]
public enum Placement
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>In the job's shard; needed for limits and overlap rules.</summary>
    Pinned,

    /// <summary>Over all shards; for jobs with very many runs.</summary>
    Spread,
}
