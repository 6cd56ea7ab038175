using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("A definition of work: what to run, with which input and policies. Members that the server sets are ignored in requests, so what was read can be written back.")]
public sealed record JobContract
{
    [Description("In PUT and PATCH the same as in the path; in POST made up when none is given.")]
    public string? Id { get; init; }

    [MaxLength(DefinitionRules.LongestName)]
    public string? Name { get; init; }

    [MaxLength(DefinitionRules.LongestDescription)]
    public string? Description { get; init; }

    [Description("At most 20.")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required TargetContract Target { get; init; }

    [Description("Any JSON: the input of runs that bring none.")]
    public RawJson? Input { get; init; }

    public Priority Priority { get; init; }

    [Description("pinned: all runs in the job's shard, which limits and overlap rules need. spread: over all shards, for jobs with very many runs.")]
    public Placement Placement { get; init; }

    public RetryContract? Retry { get; init; }

    public TimeoutsContract? Timeouts { get; init; }

    public ConcurrencyContract? Concurrency { get; init; }

    [Description("How long an ended run is kept. Default 30d.")]
    public TimeSpan Retention { get; init; }

    [Description("A paused job accepts runs and holds them. Absent or null in a request: as it is.")]
    public bool Paused { get; init; }

    [ReadOnly(true)]
    public JobPauseContract? Pause { get; init; }

    [ReadOnly(true)]
    [Description("Raised by each change of the definition, not by pausing.")]
    public int Version { get; init; }

    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset CreatedAt { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset UpdatedAt { get; init; }

    public static JobContract Of(Job job) => new()
    {
        Id = job.Id,
        Name = job.Definition.Name,
        Description = job.Definition.Description,
        Labels = job.Definition.Labels,
        Target = TargetContract.Of(job.Definition.Target)!,
        Input = job.Definition.Input,
        Priority = job.Definition.Priority,
        Placement = job.Definition.Placement,
        Retry = RetryContract.Of(job.Definition.Retry),
        Timeouts = TimeoutsContract.Of(job.Definition.Timeouts),
        Concurrency = new ConcurrencyContract(),
        Retention = job.Definition.Retention,
        Paused = job.Pause is not null,
        Pause = JobPauseContract.Of(job.Pause),
        Version = job.Version,
        CreatedBy = job.CreatedBy,
        CreatedAt = job.CreatedAt,
        UpdatedAt = job.UpdatedAt,
    };
}
