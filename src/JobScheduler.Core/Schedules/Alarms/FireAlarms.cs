using System.Collections.Concurrent;
using JobScheduler.Gates;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Schedules;

/// <summary>
/// Alarms of schedules: each makes one step, and as many steps as fit share a commit. A schedule that has more to do sets its alarm to
/// now, so that one that has much to catch up on cannot delay the others.
/// </summary>
public sealed class FireAlarms(
    string kind,
    JobCache jobs,
    CalendarCache calendars,
    FireDrafter drafter,
    Dispatch dispatch,
    BellRinger bells,
    Cancels cancels,
    QueuePolling polling,
    Entropy entropy,
    ILogger<FireAlarms> logger) : IAlarmHandler
{
    /// <summary>The kind of a schedule without an overlap rule: its fires, 30 s after the alarm, are handed to queues ahead.</summary>
    public const string Ahead = "fire";

    /// <summary>The kind of a schedule whose fire is decided when it is due, or which resumes.</summary>
    public const string WhenDue = "due";

    /// <summary>The keys of alarms that were foreseen, until they are past.</summary>
    private readonly ConcurrentDictionary<string, bool> _foreseen = new(StringComparer.Ordinal);

    /// <summary>Judged within this time of its due, a fire finds its gate as it was then.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(1);

    public string Kind => kind;

    public bool IsAhead => kind == Ahead;

    public TimeSpan Early => kind == Ahead ? RunPlaces.Together : TimeSpan.Zero;

    public AlarmOwner? OwnerOf(Row alarm) =>
        ScheduleRow.OwnerOf(alarm) is { } schedule ? new AlarmOwner(schedule, ScheduleRow.AlarmColumn) : null;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var steps = new List<FireStep>(alarms.Count);
        foreach (var alarm in alarms)
        {
            if ((FiringSchedule.TryRead(alarm) ?? await RebuildAsync(tick, alarm)) is not { } schedule)
            {
                logger.AlarmOrphaned(tick.Shard, alarm.Key);
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            steps.Add(new FireStep(schedule, entropy.NextName()));
        }

        foreach (var tenant in steps.GroupBy(step => step.Schedule.Identity.Tenant))
        {
            await jobs.PrefetchAsync(tenant.Key, tenant.Select(step => step.Schedule.Identity.Job), CancellationToken.None);
        }

        var span = new MessageSpan();
        try
        {
            await CommitAsync(tick, steps, span);
        }
        finally
        {
            await bells.RingAsync(tick.Shard, span.Messages);
        }
    }

    private async Task CommitAsync(ShardTick tick, List<FireStep> steps, MessageSpan span)
    {
        var group = new List<FireStep>();
        foreach (var step in steps)
        {
            if (!await PrepareAsync(tick, step))
            {
                continue;
            }

            if (group.Sum(other => other.Rows) + step.Rows + 1 > StorageLimits.OperationsPerCommit)
            {
                await CommitGroupAsync(tick, group, span);
                group = [];
            }

            group.Add(step);
        }

        await CommitGroupAsync(tick, group, span);
    }

    /// <summary>A schedule whose alarm cannot be read goes on with what its row says.</summary>
    private static async Task<FiringSchedule?> RebuildAsync(ShardTick tick, Row alarm) =>
        ScheduleRow.OwnerOf(alarm) is { } owner
            && await tick.GetAsync(owner) is { } row
            && FiringSchedule.TryRead(row) is { } schedule
            && schedule.Alarm == alarm.Key
            ? schedule
            : null;

    /// <summary>A fire that is decided when it is due is sent at that instant; whoever polls its queue has to be awake by then.</summary>
    public async Task ForeseeAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        if (kind != WhenDue || !polling.IsSlow)
        {
            return;
        }

        foreach (var past in _foreseen.Keys.Where(alarm => AlarmKey.TimeOf(alarm) <= tick.Now))
        {
            _foreseen.TryRemove(past, out _);
        }

        var news = alarms.Where(alarm => AlarmKey.TimeOf(alarm.Key) > tick.Now && _foreseen.TryAdd(alarm.Key, true));
        List<(FiringSchedule Schedule, DateTimeOffset Due)> fires =
            [.. news.Select(alarm => (Schedule: FiringSchedule.TryRead(alarm), Due: AlarmKey.TimeOf(alarm.Key)))
                .Where(fire => fire.Schedule is not null).Select(fire => (fire.Schedule!, fire.Due))];
        try
        {
            foreach (var tenant in fires.GroupBy(fire => fire.Schedule.Identity.Tenant))
            {
                var ids = tenant.Select(fire => fire.Schedule.Identity.Job);
                await jobs.PrefetchAsync(tenant.Key, ids, CancellationToken.None);
            }

            foreach (var (schedule, due) in fires)
            {
                await WakeAsync(tick, schedule, due);
            }
        }
        catch (StorageException)
        {
            // These fires are found by an ordinary poll.
        }
    }

    private async Task WakeAsync(ShardTick tick, FiringSchedule schedule, DateTimeOffset due)
    {
        var identity = schedule.Identity;
        var priority = schedule.Definition.Priority
            ?? (await jobs.GetAsync(identity.Tenant, identity.Job, CancellationToken.None)).Record?.Definition.Priority;
        await bells.WakeAsync(tick.Shard, QueueNames.Of(priority ?? Priority.Normal), due);
    }

    /// <returns>False: the schedule is gone with its job.</returns>
    private async Task<bool> PrepareAsync(ShardTick tick, FireStep step)
    {
        var identity = step.Schedule.Identity;
        var job = await jobs.GetAsync(identity.Tenant, identity.Job, CancellationToken.None);
        if (job.Record is null)
        {
            var row = await tick.GetAsync(Keys.Job(identity.Tenant, identity.Job));
            if (row is not null && !JobRow.IsDeleted(row))
            {
                throw new InvalidOperationException($"the job of schedule {step.Schedule.Key} cannot be read");
            }

            // The schedule's row is deleted with its job; one that was written after the job was deleted goes here.
            var outcome = await tick.CommitAsync(draft =>
            {
                draft.Delete(step.Schedule.Alarm);
                if (row is null)
                {
                    draft.Delete(step.Schedule.Key);
                }
            });
            if (outcome.FailedKey == step.Schedule.Key)
            {
                await tick.CommitAsync(draft => draft.Delete(step.Schedule.Alarm));
            }

            return false;
        }

        var used = await calendars.GetManyAsync(identity.Tenant, step.CalendarIds, CancellationToken.None);
        step.Plan = FirePlanner.Plan(step.Schedule, used, tick.Now, step.Overlapping, step.Existing, step.TooLate);
        step.Runs.Clear();
        foreach (var fire in step.Plan.Fires)
        {
            var run = await drafter.DraftAsync(step.Schedule, fire, job, tick.Now);
            var horizon = tick.Now + RunPlaces.Lookahead + RunPlaces.Together;
            var isPaused = job.Record.Pause is not null;
            var place = await dispatch.ChooseAsync(run.Spec, run.Spec.DueAt, horizon, isPaused, CancellationToken.None);
            step.Runs.Add((fire, run, place));
        }

        return true;
    }

    private async Task CommitGroupAsync(ShardTick tick, List<FireStep> group, MessageSpan span)
    {
        for (var tries = 0; group.Count > 0; tries++)
        {
            CommitDraft? last = null;
            var outcome = await tick.CommitAsync(draft =>
            {
                last = draft;
                draft.Share(span);
                group.ForEach(step => step.Compose(draft));
            });
            if (outcome.Succeeded)
            {
                span.Keep(last!);
                foreach (var step in group)
                {
                    await FollowAsync(tick, step);
                }

                return;
            }

            var failed = outcome.FailedKey!;
            var at = group.FindIndex(step => step.Owns(failed));
            if (at < 0 || tries > 20 * group.Count)
            {
                throw new InvalidOperationException($"row {failed} stands in the way of fires: {outcome.Failure}");
            }

            if (failed == group[at].Schedule.Alarm || !await AdaptAsync(tick, group[at], failed))
            {
                // The alarm was changed, or deleted with its schedule; the next alarm says what to do.
                group.RemoveAt(at);
            }
        }
    }

    /// <returns>False: the step is left out.</returns>
    private async Task<bool> AdaptAsync(ShardTick tick, FireStep step, string failed)
    {
        if (failed == step.Schedule.Key)
        {
            logger.AlarmOrphaned(tick.Shard, step.Schedule.Alarm);
            await tick.CommitAsync(draft => draft.Delete(step.Schedule.Alarm));
            return false;
        }

        if (step.TryLeaveOut(failed))
        {
            // Time went back, and this fire has had its run: it neither runs nor counts.
            step.Decision = null;
            return await PrepareAsync(tick, step);
        }

        if (!step.IsGated)
        {
            throw new InvalidOperationException($"row {failed} stands in the way of schedule {step.Schedule.Key}");
        }

        var (fire, run, _) = step.Runs.Find(item => item.Run.Spec.Overlap is not null);
        var view = await GateMoves.ReadAsync(tick, run.Spec);
        step.Decision = await GateMoves.JudgeAsync(tick, view, run.Spec.Overlap!.Value);
        if (step.Decision is GateDecision.Skips)
        {
            step.Decision = null;
            var isOverlap = tick.Now - fire.Due < OnTime || await WasTakenAsync(tick, view, fire.Due);
            (isOverlap ? step.Overlapping : step.TooLate).Add(fire.Nominal);
            return await PrepareAsync(tick, step);
        }

        return true;
    }

    /// <summary>
    /// Whether the gate was taken already when a fire was due that is judged late. If not, a fire on time would have passed: then it was
    /// missed, for want of a tick.
    /// </summary>
    private static async Task<bool> WasTakenAsync(ShardTick tick, GateView view, DateTimeOffset due) => view.Holder is null
        || await GateMoves.FindAsync(tick, view.Holder) is not { } holder
        || holder.Spec.CreatedAt <= due;

    /// <summary>What is not part of the commit: deletes blobs that nothing refers to any more, cancels a previous run.</summary>
    private async Task FollowAsync(ShardTick tick, FireStep step)
    {
        foreach (var (fire, run, _) in step.Runs)
        {
            logger.Fired(run.Id, run.Spec.JobId!, run.Spec.ScheduleId!, fire.Nominal, fire.SkippedBecause ?? "");
        }

        foreach (var blob in step.Leaves)
        {
            await drafter.ForgetAsync(blob);
        }

        if (polling.IsSlow && !step.Plan.IsAhead && step.Plan.Act is { } act && act < tick.Now + IAlarmHandler.Foresight)
        {
            // It may be due before the next tick, which then would be too late to foresee it.
            await WakeAsync(tick, step.Schedule, act);
        }

        if (step is { IsGated: true, Decision: GateDecision.Waits waits })
        {
            var identity = step.Schedule.Identity;
            tick.Watched.Add(Keys.GatePrefix(identity.Tenant, identity.Job, step.Schedule.Gate));
            await cancels.TryCancelAsync(new Caller(identity.Tenant, FireDrafter.Actor), waits.Cancels);
        }
    }
}
