using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Alarms that are tokens of runs. What the clock has to know of them stands in the table of tokens (<see cref="TokenKind"/>).
/// </summary>
public abstract class TokenAlarmHandler(TokenKind kind) : IAlarmHandler
{
    public string Kind => kind.Name;

    public TimeSpan? Farthest => kind.Farthest;

    public TimeSpan RecalledIn => kind.RecalledIn;

    public virtual TimeSpan Early => TimeSpan.Zero;

    public AlarmOwner? OwnerOf(Row alarm) =>
        Shards.Token.Read(alarm.Key).Run is { } run ? new AlarmOwner(Keys.Run(run), RunColumns.Token) : null;

    public abstract Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms);
}
