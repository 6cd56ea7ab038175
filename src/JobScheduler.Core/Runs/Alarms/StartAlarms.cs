using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>Start alarms: runs that are due within 30 s are dispatched to their queue, or to the backlog if it is full.</summary>
public sealed class StartAlarms(TokenReader tokens, AlarmRounds rounds, DispatchGauge gauge) : TokenAlarmHandler(TokenKind.Start)
{
    public override TimeSpan Early => RunPlaces.Together;

    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var runs = await tokens.ReadAsync(tick, alarms);
        foreach (var queue in runs.GroupBy(run => run.Step.Suspect ? QueueNames.Suspect : QueueNames.Of(run.Spec.Priority)))
        {
            foreach (var group in DispatchGroups.Of(queue))
            {
                var place = await gauge.RoomAsync(queue.Key, CancellationToken.None) > 0 || queue.Key == QueueNames.Suspect
                    ? Place.Queue
                    : Place.Backlog;
                await rounds.MoveAsync(tick, group, (draft, run, skip) => RunMoves.Move(draft, run, run.Step, place, skip));
            }
        }
    }
}

/// <summary>Groups the runs of one queue so that each group fits into one commit of the clock, in order of time.</summary>
internal static class DispatchGroups
{
    /// <summary>Rows that a move writes: the old token, the new one, the run, and in the backlog the alarm of a limit.</summary>
    private static int RowsOf(OpenRun run) => run.Spec.Timeouts.Queue is null ? 3 : 4;

    public static IEnumerable<List<OpenRun>> Of(IEnumerable<OpenRun> runs)
    {
        var group = new List<OpenRun>();
        var rows = 1; // the owner's row
        (long Second, TargetClass Class)? message = null;
        var inMessage = 0;
        foreach (var run in runs
            .OrderBy(run => run.Step.DueAt.ToUnixTimeSeconds())
            .ThenBy(run => run.Spec.Class.Name, StringComparer.Ordinal)
            .ThenBy(run => run.Step.QueueDeadline(run.Spec) ?? DateTimeOffset.MaxValue)
            .ThenBy(run => run.Step.DueAt))
        {
            // A guard for each message; a new message for each second and class, and after 32 runs.
            var own = (run.Step.DueAt.ToUnixTimeSeconds(), run.Spec.Class);
            var guard = own != message || inMessage == CommitDraft.RunsPerMessage || run.Step.Suspect ? 1 : 0;
            if (rows + RowsOf(run) + guard > StorageLimits.OperationsPerCommit)
            {
                yield return group;
                group = [];
                rows = 1;
                guard = 1;
            }

            inMessage = guard == 1 ? 1 : inMessage + 1;
            message = own;
            rows += RowsOf(run) + guard;
            group.Add(run);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
