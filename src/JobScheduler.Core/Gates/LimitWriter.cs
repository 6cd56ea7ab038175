using JobScheduler.Jobs;
using JobScheduler.Shards;

namespace JobScheduler.Gates;

/// <summary>Writes the limits of a job into the rows of their gates, so that a lowered limit holds from its commit on.</summary>
internal sealed class LimitWriter : IJobWritten
{
    public void Compose(CommitDraft draft, string tenant, string job, JobDefinition? old, JobDefinition definition)
    {
        // Also where a limit is taken away: runs may wait at its gate.
        if (definition.Concurrency.Max is not null || old is not null and not { Concurrency.Max: null })
        {
            Write(draft, new GateName(tenant, job, GateName.Slots), GateRow.WriteSlots(definition.Concurrency.Max));
        }

        if (definition.Rate is not null || old is not null and not { Rate: null })
        {
            Write(draft, new GateName(tenant, job, GateName.Rate), GateRow.WriteRate(definition.Rate));
        }
    }

    private static void Write(CommitDraft draft, GateName gate, Storage.Columns columns)
    {
        draft.Upsert(Keys.GateRow(gate.Prefix), columns);
        draft.Lines.Add(new LineHint(gate.Prefix, IsFreed: true));
    }
}
