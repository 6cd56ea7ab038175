using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>How a world is set up.</summary>
internal sealed record WorldOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>The first instant of its time.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public int Shards { get; init; } = 1;

    public int Workers { get; init; } = 20;

    public int HttpCalls { get; init; } = 256;

    public int QueueRoom { get; init; } = 256;

    /// <summary>How late an owner of clocks must be before another process takes over; null: the default.</summary>
    public TimeSpan? TakeOverAfter { get; init; }

    /// <summary>Whether several processes can use the storage at once.</summary>
    public bool IsShared { get; init; } = true;

    /// <summary>The name under which all processes own clocks; null: each has its own.</summary>
    public string? Holder { get; init; }

    /// <summary>How long a call takes to storage, and its answer back, at most.</summary>
    public TimeSpan Distance { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Whether what is ready at one instant goes on in an order drawn from the seed.</summary>
    public bool Shuffles { get; init; }

    /// <summary>
    /// For lives of months: a receive that finds nothing waits for a message instead of being asked again twice a second, and neither
    /// calls nor debug lines are kept.
    /// </summary>
    public bool IsLong { get; init; }

    /// <summary>Whether a host polls the queues and hands messages over, as the Functions host does.</summary>
    public bool IsTriggered { get; init; }

    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What each process has more than the scheduler itself, as an application adds it.</summary>
    public Action<IServiceCollection> Adds { get; init; } = static _ => { };
}
