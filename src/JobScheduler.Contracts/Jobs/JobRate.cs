using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>How often attempts of a job may start.</summary>
public sealed record JobRate
{
    public const int LargestBurst = 10_000;

    /// <summary>Starts in a second, minute or hour, such as 50/s, 300/m, 1000/h.</summary>
    public required Rate Limit { get; init; }

    /// <summary>How many may start at once after a pause; null: as many as in a second, at least 1.</summary>
    [Range(1, LargestBurst)]
    public int? Burst { get; init; }

    /// <summary>A JSON pointer (RFC 6901) into the input: the rate applies to each value by itself. Null: to the job.</summary>
    [TextLength(Concurrency.LongestPointer)]
    public string? Key { get; init; }

    /// <summary>
    /// A JSON pointer (RFC 6901) to a number in the input, 1 to burst: how many starts an attempt counts as. Null, or no such member: 1.
    /// </summary>
    [TextLength(Concurrency.LongestPointer)]
    public string? Cost { get; init; }
}
