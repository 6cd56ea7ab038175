using JobScheduler.Text;

namespace JobScheduler.Jobs;

/// <summary>What its owner says of a job: one immutable version of it.</summary>
public sealed record JobDefinition
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required Target Target { get; init; }

    /// <summary>The input of runs that bring none.</summary>
    public RawJson? Input { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    public Placement Placement { get; init; } = Placement.Pinned;

    public RetryPolicy Retry { get; init; } = new();

    public Timeouts Timeouts { get; init; } = new();

    /// <summary>How long an ended run is kept. Default 30 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
