using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>Starts long operations and tells how far they are. The clock carries them out, step by step.</summary>
public sealed class OperationBoard(IStorage storage, ShardWriter writer, ShardMap map, QueueSignals signals, Entropy entropy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="RefusalException">There is no such operation in the tenant.</exception>
    public async Task<Operation> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        Identifier.IsValid(id)
        && await storage.Tables.GetAsync(ShardMap.Partition(Home(tenant, id)), Keys.Operation(tenant, id), cancellation) is { } row
        && OperationRow.TryRead(row) is { } plan
            ? OperationRow.ToOperation(id, plan)
            : throw RefusalException.NotFound("operation", id);

    /// <summary>Accepts an operation; it survives any crash from here on.</summary>
    internal Task<Operation> StartAsync(string tenant, OperationPlan plan, CancellationToken cancellation) =>
        StartAsync(tenant, entropy.NextName(), plan, cancellation);

    /// <summary>Accepts an operation under an id that says what it does; asked for again, it is the same one.</summary>
    /// <exception cref="RefusalException">The id was used for another range.</exception>
    internal async Task<Operation> StartAsync(string tenant, string id, OperationPlan plan, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var started = plan with { StartedAt = Timestamp.Cut(time.GetUtcNow()) };
        var key = Keys.Operation(tenant, id);
        var outcome = await writer.CommitAsync(Home(tenant, id), new CommitPart(
            draft =>
            {
                draft.Insert(key, OperationRow.Write(started));
                draft.Insert(OperationRow.AlarmOf(draft.Now, id), OperationRow.WriteAlarm(tenant, id));
            },
            Proof.Exists(key),
            Patience));
        signals.WakeClock(Home(tenant, id));
        if (!outcome.Succeeded && await storage.Tables.GetAsync(ShardMap.Partition(Home(tenant, id)), key, cancellation) is { } row && OperationRow.TryRead(row) is { } found)
        {
            return found.Backfill?.From == plan.Backfill?.From && found.Backfill?.To == plan.Backfill?.To
                ? OperationRow.ToOperation(id, found)
                : throw RefusalException.Conflict($"the id was used for operation {id} with another range; use a new one");
        }

        return OperationRow.ToOperation(id, started);
    }

    private int Home(string tenant, string id) => map.OfRecord(tenant, "operation", id);
}
