using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

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

/// <summary>Reads tokens that carry a copy of their run.</summary>
public sealed partial class TokenReader(ILogger<TokenReader> logger)
{
    /// <summary>The runs of the alarms; an alarm whose copy cannot be read is rebuilt from its run, or deleted without one.</summary>
    public async Task<List<OpenRun>> ReadAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var runs = new List<OpenRun>(alarms.Count);
        foreach (var alarm in alarms)
        {
            if ((OpenRun.TryRead(alarm) ?? await RebuildAsync(tick, alarm)) is { } run)
            {
                runs.Add(run);
            }
            else
            {
                LogOrphan(logger, tick.Shard, alarm.Key);
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
            }
        }

        return runs;
    }

    /// <summary>The run of a token whose copy cannot be read; null when the token is none of a run's.</summary>
    internal static async Task<OpenRun?> RebuildAsync(ShardTick tick, Row token) =>
        Token.Read(token.Key).Run is { } id
        && await tick.GetAsync(Keys.Run(id)) is { } row
        && RunColumns.TryRead(row) is { } run
        && run.Token.Key == token.Key
            ? OpenRun.Of(run, row)
            : null;

    [LoggerMessage(1202, LogLevel.Warning, "Shard {Shard}: alarm {Alarm} has no run; it is deleted")]
    private static partial void LogOrphan(ILogger logger, int shard, string alarm);
}
