using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Limits;

/// <summary>
/// Looks at groups at every commit: never more places than the limit are granted, and a run of a group that is under way has one.
/// </summary>
internal static class GroupWatch
{
    /// <summary>After a grant.</summary>
    public static void Look(
        MemoryStorage memory, string partition, IReadOnlyList<RowOperation> operations, Action<bool, string> expect)
    {
        var gates = operations
            .Where(operation => operation is { Action: RowAction.Insert, Key: ['P', ..] }
                && operation.Key.Contains("~h~", StringComparison.Ordinal))
            .Select(operation => operation.Key[..(operation.Key.IndexOf("~h~", StringComparison.Ordinal) + 1)])
            .Distinct();
        foreach (var gate in gates)
        {
            var rows = memory.Rows(partition).Where(row => row.Key.StartsWith(gate, StringComparison.Ordinal)).ToList();
            var max = rows.Find(row => row.Key == Keys.GateRow(gate))?.Columns.Number("max") ?? 0;
            var permits = rows.Count(row => row.Key.StartsWith(gate + "h~", StringComparison.Ordinal));
            expect(max == 0 || permits <= max, $"{permits} places of {max} are granted at {gate}");
        }
    }

    /// <summary>After a commit of a run.</summary>
    public static void Look(MemoryStorage memory, RunRecord run, Action<bool, string> expect)
    {
        if (run.State == RunState.Running && run.Spec.Limits is [.., { Kind: LimitKind.Group } group])
        {
            var permit = Keys.Permit(Keys.GroupGate(run.Spec.Tenant, group.Gate), run.Ticket ?? "", run.Id);
            expect(
                memory.Partitions.Any(partition => memory.Rows(partition).Any(row => row.Key == permit)),
                $"{run.Id} is under way without a place of its group");
        }
    }
}
