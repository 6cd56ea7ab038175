using System.Globalization;
using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Tells what a run in the line of a limit waits for.</summary>
internal static class LineReasons
{
    /// <summary>Positions are counted up to here.</summary>
    private const int FarthestPosition = 1000;

    /// <summary>Of the runs in its way, at most this many are named.</summary>
    private const int MostHolders = 20;

    /// <returns>The blocker, and the position in the line; no position if it is too far behind, or has just left.</returns>
    public static async Task<(Blocker Blocker, int? Position)> OfAsync(
        ITableStore tables, RunRecord run, string partition, DateTimeOffset now, CancellationToken cancellation)
    {
        var limit = run.Spec.Limits?.ElementAtOrDefault(run.Passed) ?? new RunLimit("", LimitKind.Unknown);
        var name = new GateName(run.Spec.Tenant, run.Spec.JobId!, limit.Gate);
        var view = await LineView.ReadAsync(query => tables.ReadAsync(query, cancellation), partition, name.Prefix, line: 0);
        var row = view.Row is null ? GateRow.Open : GateRow.Read(view.Row.Columns);
        if (name.Limit != name)
        {
            var own = await tables.GetAsync(partition, Keys.GateRow(name.Limit.Prefix), cancellation);
            row = row.WithLimitOf(own is null ? GateRow.Open : GateRow.Read(own.Columns));
        }

        var before = await tables.ReadAsync(
            new RowQuery(partition, Keys.LinePrefix(name.Prefix), run.Token) { Limit = FarthestPosition, Select = [] }, cancellation);
        int? position = before.Continuation is null ? before.Rows.Count + 1 : null;
        return (limit.Kind == LimitKind.Rate ? OfRate(run, name, row, position, now) : OfSlots(run, name, row, view), position);
    }

    /// <returns>
    /// The blocker, and the position among those that wait; no position if it is too far behind, or was granted its place.
    /// </returns>
    public static async Task<(Blocker Blocker, int? Position)> OfGroupAsync(
        ITableStore tables, ShardMap map, RunRecord run, CancellationToken cancellation)
    {
        var group = run.Spec.Limits![^1].Gate;
        var gate = Passage.GroupOf(run.Spec)!;
        var home = ShardMap.Partition(GroupGate.Read(gate).HomeIn(map));
        var view = await PermitView.ReadAsync(query => tables.ReadAsync(query, cancellation), home, gate, waiters: 0);
        if (view.Permits.Any(permit => permit.Ticket.Run == run.Id && permit.Ticket.Batch == run.Ticket))
        {
            return (new Blocker(BlockerKind.Backlog, $"has its place in group '{group}', and waits for an executor", null, []), null);
        }

        var waiter = Keys.Waiter(gate, run.Spec.Priority, run.Ticket ?? "", run.Id);
        var before = await tables.ReadAsync(
            new RowQuery(home, Keys.WaiterPrefix(gate), waiter) { Limit = FarthestPosition, Select = [] }, cancellation);
        var max = view.Row is null ? null : GateRow.Read(view.Row.Columns).Max;
        return (
            new Blocker(
                BlockerKind.Group,
                $"group '{group}' has a limit of {Runs(max)} at once, and {view.Permits.Count} under way",
                null,
                [.. view.Permits.OrderBy(permit => permit.Since).Take(MostHolders).Select(permit => permit.Ticket.Run)]),
            before.Continuation is null ? before.Rows.Count + 1 : null);
    }

    private static Blocker OfSlots(RunRecord run, GateName name, GateRow row, LineView view) => new(
        BlockerKind.Concurrency,
        $"job '{run.Spec.JobId}' has a limit of {Runs(row.Max)} at once{OfValue(name)}, and {view.Slots.Count} under way",
        null,
        [.. view.Slots.OrderBy(slot => slot.Since).Take(MostHolders).Select(slot => slot.Run)]);

    private static Blocker OfRate(RunRecord run, GateName name, GateRow row, int? position, DateTimeOffset now)
    {
        var start = row.Interval is { } interval && position is { } at && row.UsedUntil > DateTimeOffset.MinValue + interval * row.Burst
            ? row.UsedUntil + interval * (at - row.Burst)
            : (DateTimeOffset?)null;
        return new Blocker(
            BlockerKind.Rate,
            $"job '{run.Spec.JobId}' starts attempts at a limited rate{OfValue(name)}",
            start > now ? Timestamp.Cut(start.Value) : null,
            []);
    }

    private static string Runs(int? count) => count == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{count} runs");

    private static string OfValue(GateName name) => name.Limit == name ? "" : " for the same value of its key";
}
