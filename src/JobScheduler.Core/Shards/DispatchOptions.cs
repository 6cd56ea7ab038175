using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Shards;

/// <summary>How much is handed to the queues. Configuration section <c>Dispatch</c>.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>Messages (of up to 32 runs) that a queue may hold before runs wait in the ready line. Default 256.</summary>
    [Range(1, 100_000)]
    public int QueueRoom { get; set; } = 256;
}
