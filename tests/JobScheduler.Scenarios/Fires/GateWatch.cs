using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// Looks at gated runs at every commit: one that has been let through is unfinished only while the slot is its own. As a slot is one row,
/// no two are let through, and no two run.
/// </summary>
internal static class GateWatch
{
    public static void Look(MemoryStorage memory, string partition, RunRecord run, Action<bool, string> expect)
    {
        var spec = run.Spec;
        if (spec.Gate is null || spec.Overlap is null || run.State.IsTerminal() || run.Token.Kind == TokenKind.Gate)
        {
            return;
        }

        var slot =
            memory.Tables.GetAsync(partition, Keys.Slot(spec.Tenant, spec.JobId!, spec.Gate), CancellationToken.None).AsTask().Result;
        var holder = slot?.Columns.Text("run") ?? "nobody";
        expect(holder == run.Id, $"{run.Id} is {run.State} ({run.Token}) and its gate is held by {holder}");
    }
}
