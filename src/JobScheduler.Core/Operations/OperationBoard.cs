using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Operations;

/// <summary>Starts long operations, reports their progress, and cancels them. The clock runs them step by step.</summary>
public sealed class OperationBoard(
    RecordLists lists,
    IStorage storage,
    ShardWriter writer,
    ShardMap map,
    QueueSignals signals,
    Entropy entropy,
    TimeProvider time,
    ILogger<OperationBoard> logger)
{
    private const string List = "operations";
    private const int Tries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="RefusalException">There is no such operation in the tenant.</exception>
    public async Task<Operation> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        (await FindAsync(tenant, id, cancellation)).Operation.View();

    /// <summary>Operations by id, merged over the shards; ended ones for seven days.</summary>
    public Task<Page<Operation>> ListAsync(string tenant, OperationQuery filter, PageRequest page, CancellationToken cancellation) =>
        lists.ReadAsync(
            null,
            Keys.OperationPrefix(tenant),
            List,
            page,
            row => ValueTask.FromResult(
                OperationRow.TryRead(tenant, row) is { } operation && filter.Matches(operation) ? operation.View() : null),
            cancellation);

    /// <summary>Accepts an operation; it survives any crash from here on.</summary>
    /// <exception cref="RefusalException">Its id was used for another operation.</exception>
    public async Task<Operation> StartAsync(Caller caller, OperationStart start, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Timestamp.Cut(time.GetUtcNow());
        var head = new OperationHead { Kind = start.Kind, Actor = caller.Actor, Total = start.Total, StartedAt = now };
        var started = new OperationRecord(caller.Tenant, start.Id ?? entropy.NextName(), head, start.Work);
        var home = Home(caller.Tenant, started.Id);
        var key = Keys.Operation(caller.Tenant, started.Id);
        var outcome = await writer.CommitAsync(home, new CommitPart(
            draft =>
            {
                draft.Insert(key, OperationRow.Write(started));
                draft.Insert(OperationRow.AlarmOf(draft.Now, started.Id), OperationRow.WriteAlarm(caller.Tenant, started.Id));
            },
            Proof.Exists(key),
            Patience));
        signals.WakeClock(home);
        if (!outcome.Succeeded
            && await storage.Tables.GetAsync(ShardMap.Partition(home), key, cancellation) is { } row
            && OperationRow.TryRead(caller.Tenant, row) is { } found)
        {
            return found.Head.Kind == start.Kind && start.IsSame?.Invoke(found.Work) != false
                ? found.View()
                : throw RefusalException.Conflict($"the id was used for operation {started.Id} with another request; use a new one");
        }

        return started.View();
    }

    /// <summary>
    /// Ends an operation where it is: what it has done stays done, and nothing further is started. Canceling twice is not an error.
    /// </summary>
    /// <exception cref="RefusalException">There is no such operation in the tenant, or it has already ended otherwise.</exception>
    /// <remarks>
    /// <para>
    /// The row of an operation is written under its ETag, by the clock of its shard after a step, and here. A step acts only after it has
    /// read the row as running, and no write returns a row to running. So if a cancel and the last step compete, one ends the operation and
    /// the other sees that; and after a cancel at most one step continues, the one that had already begun. It finishes, finds the row
    /// changed, and adds only its counts of done and refused records.
    /// </para>
    /// <para>
    /// If its process dies before that, the step is not repeated, because that could start new work: the counts then lack what this one
    /// step has done. They are never too high.
    /// </para>
    /// </remarks>
    public async Task<Operation> CancelAsync(Caller caller, string id, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (operation, row) = await FindAsync(caller.Tenant, id, cancellation);
            if (operation.Head.State != OperationState.Running)
            {
                return operation.Head.State == OperationState.Canceled
                    ? operation.View()
                    : throw RefusalException.Conflict($"operation '{id}' has ended: {EnumText.Format(operation.Head.State)}");
            }

            var canceled = operation with
            {
                Head = operation.Head with
                {
                    State = OperationState.Canceled,
                    EndedAt = Timestamp.Cut(time.GetUtcNow()),
                    CanceledBy = caller.Actor,
                },
            };
            var columns = OperationRow.WriteHead(canceled);
            var outcome = await writer.CommitAsync(Home(caller.Tenant, id), new CommitPart(
                draft => draft.Merge(row.Key, columns, row.ETag),
                Proof.HasText(row.Key, OperationRow.HeadColumn, columns.Text(OperationRow.HeadColumn)!),
                Patience));
            if (outcome.Succeeded)
            {
                logger.OperationCanceled(id, canceled.Head.Kind, caller.Tenant, caller.Actor);
                return canceled.View();
            }
        }

        throw new RefusalException(
            RefusalKind.Unavailable, $"operation '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));
    }

    private async Task<(OperationRecord Operation, Row Row)> FindAsync(string tenant, string id, CancellationToken cancellation) =>
        Identifier.IsValid(id)
        && await storage.Tables.GetAsync(ShardMap.Partition(Home(tenant, id)), Keys.Operation(tenant, id), cancellation) is { } row
        && OperationRow.TryRead(tenant, row) is { } operation
            ? (operation, row)
            : throw RefusalException.NotFound("operation", id);

    private int Home(string tenant, string id) => map.OfRecord(tenant, "operation", id);
}

/// <summary>An operation to start.</summary>
/// <param name="Kind">The kind of an <see cref="IOperation"/>.</param>
/// <param name="Work">The input of its first step.</param>
public sealed record OperationStart(string Kind, string Work)
{
    /// <summary>An id derived from the request, so that a repeated request means the same operation; null: a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The total number of records; null: not known yet.</summary>
    public int? Total { get; init; }

    /// <summary>
    /// Given the work of an existing operation with the same id: whether this is the same request. Null: it is if the kind is the same.
    /// </summary>
    public Func<string, bool>? IsSame { get; init; }
}

/// <summary>Selects operations; all given conditions must hold.</summary>
public sealed record OperationQuery(OperationState? State = null, string? Kind = null)
{
    internal bool Matches(OperationRecord operation) =>
        (State is null || operation.Head.State == State) && (Kind is null || operation.Head.Kind == Kind);
}
