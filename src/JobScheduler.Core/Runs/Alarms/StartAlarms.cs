using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Start alarms: runs that are due within 30 s are handed to their queue, or to the ready line when it is full.</summary>
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
