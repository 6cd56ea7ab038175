using System.Text;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Turns fires into runs.</summary>
public sealed class FireDrafter(ShardMap map, RunDrafter drafter, IStorage storage)
{
    /// <summary>The creator of runs that nobody requested by hand.</summary>
    public const string Actor = "schedule";

    /// <summary>The run of a fire, or the record of a fire that gets none.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="fire">The fire.</param>
    /// <param name="job">The schedule's job.</param>
    /// <param name="now">The time.</param>
    /// <param name="backfill">The backfill that repeats the fire; null: the fire itself.</param>
    /// <param name="actor">Who requested it.</param>
    internal async Task<OpenRun> DraftAsync(
        FiringSchedule schedule,
        PlannedFire fire,
        CachedRecord<JobRecord> job,
        DateTimeOffset now,
        string? backfill = null,
        string actor = Actor)
    {
        var identity = schedule.Identity;
        var isRecord = fire.SkippedBecause == RunReasons.Missed;
        var id = FireIds.Run(map.OfJob(identity.Tenant, identity.Job), schedule.Seed, fire.Nominal, fire.Due, backfill, isRecord);
        var isRun = fire.SkippedBecause is null && backfill is null;
        var isDelay = fire.Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay };
        var isGated = fire.Definition.Policy.Overlap != OverlapRule.Allow;
        var spec = new RunSpec
        {
            Tenant = identity.Tenant,
            JobId = identity.Job,
            ScheduleId = identity.Schedule,
            Priority = fire.Definition.Priority ?? job.Record!.Definition.Priority,
            NominalAt = fire.Nominal,
            DueAt = fire.Due,
            CreatedAt = now,
            CreatedBy = actor,
            Missed = fire.Missed,
            Gate = isRun && (isGated || isDelay) ? schedule.Gate : null,
            Overlap = isRun && isGated ? fire.Definition.Policy.Overlap : null,
            IsAwaited = isRun && isDelay,
        };
        var input = fire.SkippedBecause is null ? await InputAsync(fire.Definition, fire.InputBlob, CancellationToken.None) : null;
        return await drafter.DraftFireAsync(id, job, spec, input, withInput: fire.SkippedBecause is null, CancellationToken.None);
    }

    /// <summary>Deletes an input that no definition refers to.</summary>
    internal Task ForgetAsync(string blob) => ScheduleBlobs.TryDeleteAsync(storage, [blob]);

    /// <summary>The input of a definition, from the row or its blob; null when it has none.</summary>
    /// <exception cref="RefusalException">The blob is gone.</exception>
    internal async ValueTask<RawJson?> InputAsync(ScheduleDefinition definition, string? blob, CancellationToken cancellation) =>
        blob is null ? definition.Input
        : await storage.Blobs.GetAsync(blob, 0, cancellation) is { } content ? new RawJson(Encoding.UTF8.GetString(content.Span))
        : throw RefusalException.NotFound("content", blob);
}
