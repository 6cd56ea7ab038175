using JobScheduler.Gates;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Limits;

/// <summary>
/// Looks at limited runs at every commit. Slots are conserved: a run has a slot exactly while it has passed its limit and is unfinished,
/// nobody else has one, and there are never more than the limit, unless that was lowered while they were taken.
/// </summary>
internal static class LimitWatch
{
    public static void Look(MemoryStorage memory, string partition, RunRecord? before, RunRecord run, Action<bool, string> expect)
    {
        if (run.Spec.Limits is not { } limits)
        {
            return;
        }

        for (var i = 0; i < limits.Count; i++)
        {
            if (limits[i].Kind == LimitKind.Group)
            {
                continue;
            }

            var gate = new GateName(run.Spec.Tenant, run.Spec.JobId!, limits[i].Gate).Prefix;
            var slot = Get(memory, partition, Keys.LimitSlot(gate, run.Id));
            var holds = limits[i].Kind == LimitKind.Slots && i < run.Passed && !run.State.IsTerminal();
            expect(
                slot is not null == holds,
                $"{run.Id} is {run.State} ({run.Token}), passed {run.Passed}, with{(slot is null ? "out" : "")} a slot");
            if (run.State == RunState.Running || run.Token.Kind == TokenKind.Message || run.Token.Kind == TokenKind.Backlog)
            {
                expect(run.Passed == limits.Count, $"{run.Id} is {run.State} and has passed {run.Passed} of {limits.Count} limits");
            }

            if (slot is not null && !(before?.Passed > i) && Max(memory, partition, run, limits[i]) is { } max)
            {
                var taken = Rows(memory, partition, gate).Count(row => Keys.RunOfLimitSlot(gate, row.Key) is not null);
                expect(taken <= max, $"{taken} slots of {max} are taken at {gate}");
            }
        }
    }

    private static int? Max(MemoryStorage memory, string partition, RunRecord run, RunLimit limit)
    {
        var gate = new GateName(run.Spec.Tenant, run.Spec.JobId!, limit.Gate).Limit.Prefix;
        return Get(memory, partition, Keys.GateRow(gate))?.Columns.Number("max") is > 0 and var max ? (int)max : null;
    }

    private static Row? Get(MemoryStorage memory, string partition, string key) =>
        memory.Tables.GetAsync(partition, key, CancellationToken.None).AsTask().Result;

    private static IEnumerable<Row> Rows(MemoryStorage memory, string partition, string prefix) =>
        memory.Tables.ReadAsync(RowQuery.Prefix(partition, prefix), CancellationToken.None).AsTask().Result.Rows;
}
