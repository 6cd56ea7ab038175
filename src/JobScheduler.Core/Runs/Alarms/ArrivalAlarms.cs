using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Arrivals: runs with a limit that are due join the line at its gate, which moves at once if there is room.</summary>
public sealed class ArrivalAlarms(TokenReader tokens, AlarmRounds rounds) : TokenAlarmHandler(TokenKind.Arrival)
{
    /// <summary>Rows of a move: the old token, the new one, the run, the alarms of the line and of a limited wait.</summary>
    private const int RunsPerCommit = (StorageLimits.OperationsPerCommit / 5) - 1;

    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var some in (await tokens.ReadAsync(tick, alarms)).Chunk(RunsPerCommit))
        {
            await rounds.MoveAsync(tick, some, static (draft, run, skip) => RunMoves.Move(draft, run, run.Step, Place.Queue, skip));
        }
    }
}
