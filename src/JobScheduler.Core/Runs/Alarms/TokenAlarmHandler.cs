using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>
/// Alarms that are tokens of runs. What the clock must know about them is in the table of tokens (<see cref="TokenKind"/>).
/// </summary>
public abstract class TokenAlarmHandler(TokenKind kind) : IAlarmHandler
{
    public string Kind => kind.Name;

    public TimeSpan? Farthest => kind.Farthest;

    public TimeSpan RecalledIn => kind.RecalledIn;

    public virtual TimeSpan Early => TimeSpan.Zero;

    public bool IsAhead => kind == TokenKind.Start;

    public bool WaitsForLife => kind.WaitsForLife;

    public bool EndsWithProcess => kind == TokenKind.Lease;

    public AlarmOwner? OwnerOf(Row alarm) =>
        Shards.Token.Read(alarm.Key).Run is { } run ? new AlarmOwner(Keys.Run(run), RunColumns.Token) : null;

    public abstract Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms);
}

/// <summary>Reads tokens that carry a copy of their run.</summary>
public sealed class TokenReader(ILogger<TokenReader> logger)
{
    /// <summary>The runs of the alarms; an alarm whose copy cannot be read is rebuilt from its run, or deleted if there is none.</summary>
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
                logger.AlarmWithoutRun(tick.Shard, alarm.Key);
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
            }
        }

        return runs;
    }

    /// <summary>The run of a token whose copy cannot be read; null if it is not the token of a run.</summary>
    internal static async Task<OpenRun?> RebuildAsync(ShardTick tick, Row token) =>
        Token.Read(token.Key).Run is { } id
        && await tick.GetAsync(Keys.Run(id)) is { } row
        && RunColumns.TryRead(row) is { } run
        && run.Token.Key == token.Key
            ? OpenRun.Of(run, row)
            : null;
}
