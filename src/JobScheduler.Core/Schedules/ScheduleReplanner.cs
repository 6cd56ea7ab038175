using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Sets the alarm of a schedule anew, because what its next time depends on has changed: a calendar, or time itself.</summary>
public sealed class ScheduleReplanner(IStorage storage, ShardWriter writer, CalendarCache calendars, Entropy entropy, TimeProvider time) : IScheduleReplanner
{
    private const int Tries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <remarks>Fires that are due, or were handed to queues ahead, stay as they are.</remarks>
    public Task ReplanAsync(int shard, Row scheduleRow) => ChangeAsync(shard, scheduleRow.Key, static (schedule, now) =>
        schedule.Alarm.Length > 0 && Keys.AlarmTime(schedule.Alarm) <= now ? null
        : schedule.State.Planned is { } planned && planned <= now ? schedule with { State = Forward(schedule.State, planned.AddMilliseconds(-1)) }
        : schedule with { State = Forward(schedule.State, now) });

    /// <summary>Time went back: fires of a time that has not come yet are not accounted for.</summary>
    internal Task RewindAsync(int shard, string key) => ChangeAsync(shard, key, static (schedule, now) => schedule.State.Cursor <= now + FirePlanner.Grace
        ? null
        : schedule with
        {
            State = schedule.State with { Cursor = now, Tails = [], CatchUp = null, Recent = [.. schedule.State.Recent.Where(fire => fire <= now.ToUnixTimeMilliseconds())] },
        });

    private static ScheduleState Forward(ScheduleState state, DateTimeOffset cursor) => state.Cursor < cursor && state.Tails.Count == 0 && state.CatchUp is null
        ? state with { Cursor = cursor }
        : state;

    private async Task ChangeAsync(int shard, string key, Func<HeldSchedule, DateTimeOffset, HeldSchedule?> change)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Timestamp.Cut(time.GetUtcNow());
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), key, CancellationToken.None) is not { } row
                || HeldSchedule.TryRead(row) is not { } before
                || change(before, now) is not { } after)
            {
                return;
            }

            var used = await calendars.GetManyAsync(before.Identity.Tenant, before.Definition.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
            var plan = FirePlanner.Wait(after, used, now);
            var name = entropy.NextName();
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    ScheduleMoves.Move(draft, before, plan, name, row.ETag);
                    draft.WakesClock = true;
                },
                new Proof(key, found => found?.Columns.Text(ScheduleRow.AlarmColumn)?.EndsWith(name, StringComparison.Ordinal) == true),
                Patience));
            if (outcome.Succeeded)
            {
                return;
            }
        }
    }
}
