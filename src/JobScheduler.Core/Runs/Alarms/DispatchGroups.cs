using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Puts runs of one queue into groups that fit into one commit of the clock, neighbours in time together.</summary>
internal static class DispatchGroups
{
    /// <summary>Rows that a move writes: the old token, the new one, the run.</summary>
    private const int RowsPerMove = 3;

    public static IEnumerable<List<OpenRun>> Of(IEnumerable<OpenRun> runs)
    {
        var group = new List<OpenRun>();
        var rows = 1; // the owner's row
        long? second = null;
        var inMessage = 0;
        foreach (var run in runs.OrderBy(run => run.Step.DueAt))
        {
            // A guard for each message: a new one for each second, and after 32 runs.
            var own = run.Step.DueAt.ToUnixTimeSeconds();
            var guard = own != second || inMessage == CommitDraft.RunsPerMessage || run.Step.Suspect ? 1 : 0;
            if (rows + RowsPerMove + guard > StorageLimits.OperationsPerCommit)
            {
                yield return group;
                group = [];
                rows = 1;
                guard = 1;
            }

            inMessage = guard == 1 ? 1 : inMessage + 1;
            second = own;
            rows += RowsPerMove + guard;
            group.Add(run);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
