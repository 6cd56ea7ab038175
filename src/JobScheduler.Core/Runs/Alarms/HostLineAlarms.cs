using JobScheduler.Hosts;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The alarm of a line of runs that wait for a host: releases as many as the host can take, in order of their due times. How many that are
/// each line finds out by itself: twice as many in each round, half as many when some came back. While the host is in trouble a round costs
/// the alarm's move, however many wait.
/// </summary>
public sealed class HostLineAlarms(HostPace pace, AlarmRounds rounds, Dispatch dispatch) : IAlarmHandler
{
    /// <summary>Between two rounds in which runs are released.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>While a probe is under way, or where all that come bounce.</summary>
    private static readonly TimeSpan LongRound = TimeSpan.FromSeconds(2);

    private const int First = 8;
    private const int LimitedPerCommit = 19;
    private const int MostPerRound = 8 * CommitDraft.RunsPerMessage;

    public string Kind => HostLineHead.AlarmKind;

    public TimeSpan? Farthest => HostLines.LongestWait;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var name = AlarmKey.Read(alarm.Key).Id.Split('~');
            if (name.Length != 2)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            await RingAsync(tick, alarm, name[0], name[1]);
        }
    }

    private async Task RingAsync(ShardTick tick, Row alarm, string tenant, string host)
    {
        var line = RowQuery.Prefix(tick.Partition, Keys.HostLinePrefix(tenant, host)) with { From = Keys.HostLinePlaces(tenant, host) };
        var row = await tick.GetAsync(Keys.HostLineHead(tenant, host));
        var outlook = await pace.LookAsync(tenant, host);
        var head = row is null ? new HostLineHead(0, null, null) : HostLineHead.Read(row);
        var size = NextSize(head, outlook);
        var room = Math.Min(size, outlook.Room);
        var page = await tick.ReadAsync(line with { Limit = Math.Max(1, room) });
        if (page.Rows.Count == 0)
        {
            await EndAsync(tick, alarm, row);
            return;
        }

        if (room > 0)
        {
            await ReleaseAsync(tick, page.Rows);
        }

        await GoOnAsync(tick, alarm, row, Next(tick, head, outlook, room), room > 0 ? size : null);
    }

    private static int NextSize(HostLineHead head, HostOutlook outlook)
    {
        if (outlook.Blocker == BlockerKind.Circuit)
        {
            return 1;
        }

        var grows = head.ReleasedAt is null || !(head.BouncedAt >= head.ReleasedAt);
        return head.Size == 0 ? First : Math.Clamp(grows ? head.Size * 2 : head.Size / 2, 1, MostPerRound);
    }

    private static DateTimeOffset Next(ShardTick tick, HostLineHead head, HostOutlook outlook, int room)
    {
        var isCrowded = head.Size == 1 && head.BouncedAt >= head.ReleasedAt;
        var round = outlook.Blocker == BlockerKind.Circuit || isCrowded ? LongRound : Round;
        return room == 0 && outlook.Until > tick.Now ? outlook.Until.Value : tick.Now + round;
    }

    /// <summary>Nobody waits any more: head and alarm go, unless somebody has come in the meantime.</summary>
    private static async Task EndAsync(ShardTick tick, Row alarm, Row? head)
    {
        var outcome = await tick.CommitAsync(draft =>
        {
            draft.Delete(alarm.Key);
            if (head is not null)
            {
                draft.Delete(head.Key, head.ETag);
            }
        });
        if (!outcome.Succeeded && outcome.FailedKey == head?.Key)
        {
            await GoOnAsync(tick, alarm, head, tick.Now + Round, null);
        }
    }

    private async Task ReleaseAsync(ShardTick tick, IReadOnlyList<Row> rows)
    {
        var runs = new List<OpenRun>(rows.Count);
        foreach (var row in rows)
        {
            if ((OpenRun.TryRead(row) ?? await TokenReader.RebuildAsync(tick, row)) is { } run)
            {
                runs.Add(run);
            }
            else
            {
                await tick.CommitAsync(draft => draft.Delete(row.Key));
            }
        }

        var expired = runs.FindAll(run => run.Step.QueueDeadline(run.Spec) <= tick.Now);
        foreach (var some in expired.Chunk(StorageLimits.OperationsPerCommit / RunEndings.RowsPerEndOfWait - 1))
        {
            await rounds.MoveAsync(
                tick, some, static (draft, run, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Expired, RunReasons.QueueTimeout, skip));
        }

        foreach (var group in runs.Except(expired).GroupBy(run => run.Spec.Priority))
        {
            // One that has to wait for its group again, or for a limited time, or alone, has more rows.
            var isLarge = group.Any(run => run.Spec.Limits is not null || run.Spec.Timeouts.Queue is not null || run.Step.Suspect);
            foreach (var some in group.Chunk(isLarge ? LimitedPerCommit : CommitDraft.RunsPerMessage))
            {
                // Those with a queue timeout first, so that they share a message whose guard rings in time; see the backlog.
                var place = await dispatch.ChooseAsync(some[0].Spec, CancellationToken.None);
                await rounds.MoveAsync(
                    tick,
                    [.. some.OrderBy(run => run.Step.QueueDeadline(run.Spec) ?? DateTimeOffset.MaxValue)],
                    (draft, run, skip) => RunMoves.Move(draft, run, run.Step with { IsFromLine = true }, place, skip));
            }
        }
    }

    /// <param name="tick">The tick.</param>
    /// <param name="alarm">The alarm, which moves.</param>
    /// <param name="head">The head; null: it is missing, and is written.</param>
    /// <param name="next">When it rings next.</param>
    /// <param name="size">How many were released at most; null: none.</param>
    private static async Task GoOnAsync(ShardTick tick, Row alarm, Row? head, DateTimeOffset next, int? size)
    {
        var key = AlarmKey.Read(alarm.Key);
        var name = key.Id.Split('~');
        var outcome = await tick.CommitAsync(draft =>
        {
            var columns = size is { } released ? HostLineHead.Released(released, draft.Now) : Columns.None;
            draft.Delete(alarm.Key);
            draft.Insert(key with { At = HostLines.At(next, draft.Now.AddMilliseconds(1)) }, []);
            if (head is null)
            {
                draft.Insert(Keys.HostLineHead(name[0], name[1]), columns);
            }
            else
            {
                draft.Merge(head.Key, columns);
            }
        });
        if (!outcome.Succeeded && outcome.FailedKey != alarm.Key)
        {
            // A second alarm of the same line, or a head that came or went: this one rings once more and finds it.
            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                draft.Insert(key with { At = draft.Now + Round }, []);
            });
        }
    }
}
