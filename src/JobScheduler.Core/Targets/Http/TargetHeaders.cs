namespace JobScheduler.Targets.Http;

/// <summary>The headers that tell an HTTP target which attempt it executes.</summary>
public static class TargetHeaders
{
    /// <summary>Begins the names below; callers may not give headers of this kind.</summary>
    public const string Prefix = "JobScheduler-";

    /// <summary>The run's id, the same for all its attempts, unless the target's definition gives a key of its own.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    public const string Run = Prefix + "Run";

    /// <summary>Absent for runs without a job.</summary>
    public const string Job = Prefix + "Job";

    /// <summary>Counts from 1.</summary>
    public const string Attempt = Prefix + "Attempt";

    /// <summary>Rises with each attempt of a run.</summary>
    public const string Fence = Prefix + "Fence";

    /// <summary>RFC 3339 in UTC.</summary>
    public const string NominalTime = Prefix + "Nominal-Time";

    /// <summary>Only for completion by callback: authorises heartbeat and completion of this attempt.</summary>
    public const string Token = Prefix + "Token";

    /// <summary>W3C Trace Context.</summary>
    public const string TraceParent = "traceparent";
}
