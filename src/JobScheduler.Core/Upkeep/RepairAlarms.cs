using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Upkeep;

/// <summary>
/// Compares open runs with their tokens, and schedules with their alarms, and rebuilds what is missing. A crash never causes that, only
/// a row that was edited by hand or restored. It is the only writer that uses the ETag of the run's row: every move writes that row, so
/// a repair fails if the run has moved.
/// </summary>
public sealed class RepairAlarms(ScheduleReplanner schedules, ILogger<RepairAlarms> logger) : IAlarmHandler
{
    /// <summary>The time between two walks over a shard.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(6);

    private const int RunsPerPage = 100;

    public const string KindName = "repair";

    public string Kind => KindName;

    public TimeSpan? Farthest => Period;

    public IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => [new AlarmKey(now + Period, Kind, "walk")];

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.RunPrefix) with
            {
                Limit = RunsPerPage,
                Filters = [new ColumnFilter(RunColumns.Open, Comparison.Equal, true)],
                Continuation = Walk.PositionOf(alarm),
            });
            foreach (var row in page.Rows)
            {
                await CompareAsync(tick, row);
            }

            if (Walk.PositionOf(alarm) is null)
            {
                await RepairSchedulesAsync(tick);
            }

            await Walk.RepeatAsync(tick, alarm, page.Continuation, Period);
        }
    }

    private async Task CompareAsync(ShardTick tick, Row found)
    {
        if (await HasTokenAsync(tick, found))
        {
            return;
        }

        // The page may be older than the last move of the run: it is read again, and repaired under its ETag only if that is still needed.
        if (await tick.GetAsync(found.Key) is not { } row || RunColumns.TryRead(row) is not { } run || run.State.IsTerminal()
            || await HasTokenAsync(tick, row))
        {
            return;
        }

        var outcome = await tick.CommitAsync(draft =>
        {
            var open = OpenRun.Of(run, row);
            draft.Merge(row.Key, Put(draft, run, open), row.ETag);
        });
        if (outcome.Succeeded)
        {
            logger.RunRepaired(run.Id, run.State, run.Token);
        }
    }

    /// <summary>Writes a new token of the kind given by the table of tokens.</summary>
    private static Columns Put(CommitDraft draft, RunRecord run, OpenRun open)
    {
        var isGated = open is { Spec.Overlap: not null, Step.Attempt: 0 } && run.State != RunState.Running;
        var kind = TokenKind.ThatRepairs(run.State, isGated);
        return kind == TokenKind.Lease && run.Claim is not null ? Lease(draft, run)
            : kind == TokenKind.Gate ? RunPlaces.Put(draft, open, open.Step with { Arrives = true }, Place.Gate)
            : RunPlaces.Put(draft, open, open.Step, open.Step.DueAt > draft.Now + RunPlaces.Lookahead ? Place.Start : Place.Queue);
    }

    /// <summary>Does the same for schedules and their alarms.</summary>
    private async Task RepairSchedulesAsync(ShardTick tick)
    {
        var query = RowQuery.Prefix(tick.Partition, Keys.ScheduleRowPrefix) with { Limit = RunsPerPage };
        do
        {
            var page = await tick.ReadAsync(query);
            foreach (var row in page.Rows)
            {
                if (await schedules.RepairAsync(tick.Shard, row))
                {
                    logger.ScheduleRepaired(row.Key);
                }
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static async Task<bool> HasTokenAsync(ShardTick tick, Row row) =>
        row.Columns.Text(RunColumns.Token) is { Length: > 0 } token && StorageLimits.IsKey(token) && await tick.GetAsync(token) is not null;

    /// <summary>Writes a new lease: a live executor finds it, otherwise it rings.</summary>
    private static Columns Lease(CommitDraft draft, RunRecord run)
    {
        var lease = Token.AtAlarm(TokenKind.Lease, draft.Now + LeaseTimes.Lease, run.Id, run.Claim!.ClaimId);
        draft.Insert(lease, []);
        return new Columns { { RunColumns.Token, lease } };
    }
}
