using System.Text.Json;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>
/// Runs backfills: keeps as many runs open as are allowed, and starts the next ones in the order of their nominal times.
/// </summary>
public sealed class BackfillOperation(
    ScheduleCatalog schedules,
    FireDrafter drafter,
    JobCache jobs,
    CalendarCache calendars,
    Dispatch dispatch,
    IStorage storage,
    ShardWriter writer,
    ShardMap map) : IOperation
{
    public const string Word = "backfill";

    private const int MostStarts = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Kind => Word;

    public async Task<OperationStep> StepAsync(OperationRecord operation, DateTimeOffset now)
    {
        var tenant = operation.Tenant;
        var backfill = Read(operation.Work);
        var identity = new ScheduleIdentity(tenant, backfill.Job, backfill.Schedule);
        var job = await jobs.GetAsync(tenant, backfill.Job, CancellationToken.None);
        if (job.Record is null || await schedules.FindAsync(identity, CancellationToken.None) is not { } stored)
        {
            return new OperationStep(operation.Work)
            {
                State = OperationState.Failed,
                Error = $"the schedule '{backfill.Schedule}' of job '{backfill.Job}' was deleted",
            };
        }

        var shard = map.OfJob(tenant, backfill.Job);
        var isOpen = await Task.WhenAll(backfill.Open.Select(run => IsOpenAsync(shard, run)));
        var open = backfill.Open.Where((_, at) => isOpen[at]).ToList();
        var done = backfill.Open.Count - open.Count;
        var used = await calendars.GetManyAsync(tenant, backfill.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
        var times = FireTimes.Of(backfill.Spec, identity, used);
        var cursor = backfill.Cursor;
        var next = new List<DateTimeOffset>();
        while (open.Count + next.Count < backfill.MaxConcurrency && next.Count < MostStarts
            && times.Next(cursor) is { } nominal && nominal < backfill.To)
        {
            next.Add(nominal);
            cursor = nominal;
        }

        // All at once, so that they share commits: the clock of a shard waits for this.
        var actor = operation.Head.Actor;
        open.AddRange(await Task.WhenAll(next.Select(fire => StartAsync(shard, stored.Firing, fire, job, backfill, actor, now))));

        var after = new OperationStep(Write(backfill with { Cursor = cursor, Open = open })) { Done = done };
        return open.Count > 0
            ? after with { NotBefore = now + Pause }
            : after with { State = OperationState.Succeeded, Total = operation.Head.Done + done };
    }

    /// <summary>The backfill in the work of an operation.</summary>
    internal static BackfillPlan Read(string work) => JsonSerializer.Deserialize(work, ScheduleJson.Default.BackfillWork)!.Backfill;

    /// <summary>The work of an operation.</summary>
    internal static string Write(BackfillPlan backfill) =>
        JsonSerializer.Serialize(new BackfillWork(backfill), ScheduleJson.Compact.BackfillWork);

    private async Task<bool> IsOpenAsync(int shard, string run) =>
        await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(run), CancellationToken.None) is { } row
        && RunColumns.TryRead(row) is { } found
        && !found.State.IsTerminal();

    /// <returns>The run, which may exist already from a step that was not recorded.</returns>
    private async Task<string> StartAsync(
        int shard,
        FiringSchedule schedule,
        DateTimeOffset nominal,
        CachedRecord<JobRecord> job,
        BackfillPlan backfill,
        string actor,
        DateTimeOffset now)
    {
        var fire = new PlannedFire { Nominal = nominal, Due = nominal, Definition = schedule.Definition, InputBlob = schedule.InputBlob };
        var run = await drafter.DraftAsync(schedule, fire, job, now, backfill.Name, actor);
        var place = job.Record!.Pause is not null
            ? Place.Paused
            : await dispatch.ChooseAsync(run.Spec, CancellationToken.None);
        var outcome = await writer.CommitAsync(
            shard, new CommitPart(draft => RunMoves.Accept(draft, run, place, null), Proof.Exists(Keys.Run(run.Id)), Patience));
        return outcome.Succeeded || outcome.FailedKey == Keys.Run(run.Id)
            ? run.Id
            : throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of a backfill: {outcome.Failure}");
    }
}

/// <summary>The work of a backfill's operation.</summary>
/// <param name="Backfill">Named so because the first version wrote it beside the members of other kinds.</param>
public sealed record BackfillWork(BackfillPlan Backfill);

/// <summary>What a backfill has to do, and how far it has come.</summary>
public sealed record BackfillPlan
{
    public required string Job { get; init; }

    public required string Schedule { get; init; }

    /// <summary>Part of the ids of its runs, so that a repeated step makes no second run.</summary>
    public required string Name { get; init; }

    /// <summary>As it was when the backfill was requested.</summary>
    public required ScheduleSpec Spec { get; init; }

    public DateTimeOffset From { get; init; }

    public DateTimeOffset To { get; init; }

    public int MaxConcurrency { get; init; }

    /// <summary>Nominal times up to here have their runs.</summary>
    public DateTimeOffset Cursor { get; init; }

    /// <summary>Runs that have not ended yet.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];
}
