using Azure;
using Azure.Data.Tables;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// One commit as an entity-group transaction, or as a plain call when it is a single operation: the same with less on the wire.
/// </summary>
internal sealed class TableCommit(TableClient table, string partition, IReadOnlyList<RowOperation> operations)
{
    private readonly TableEntity[] _entities = [.. operations.Select(operation => EntityCodec.Encode(partition, operation))];

    public async Task<CommitResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return operations.Count == 1 ? await SingleAsync(cancellation) : await TogetherAsync(cancellation);
        }
        catch (RequestFailedException error) when (Failure(error) is { } failure && FailedIndex(error) is { } index)
        {
            return CommitResult.Failed(index, failure);
        }
    }

    private int? FailedIndex(RequestFailedException error) =>
        error is TableTransactionFailedException together ? together.FailedTransactionActionIndex : operations.Count == 1 ? 0 : null;

    private async Task<CommitResult> SingleAsync(CancellationToken cancellation)
    {
        var (operation, entity) = (operations[0], _entities[0]);
        var response = operation.Action switch
        {
            RowAction.Insert => await table.AddEntityAsync(entity, cancellation),
            RowAction.Replace => await table.UpdateEntityAsync(entity, Expected(operation), TableUpdateMode.Replace, cancellation),
            RowAction.Merge => await table.UpdateEntityAsync(entity, Expected(operation), TableUpdateMode.Merge, cancellation),
            RowAction.Upsert => await table.UpsertEntityAsync(entity, TableUpdateMode.Merge, cancellation),
            _ => await table.DeleteEntityAsync(partition, operation.Key, Expected(operation), cancellation),
        };

        // Only for a delete does the SDK treat "not found" as success.
        return response.Status != 404 ? CommitResult.Success([ETagOf(operation, response)])
            : Missing.IsTable(response) ? throw new RequestFailedException(response)
            : CommitResult.Failed(0, CommitFailure.Missing);
    }

    private async Task<CommitResult> TogetherAsync(CancellationToken cancellation)
    {
        var responses = await table.SubmitTransactionAsync(
            operations.Select((operation, i) => new TableTransactionAction(Kind(operation.Action), _entities[i], Expected(operation))),
            cancellation);
        return CommitResult.Success([.. operations.Select((operation, i) => ETagOf(operation, responses.Value[i]))]);
    }

    private static string? ETagOf(RowOperation operation, Response response) =>
        operation.Action == RowAction.Delete ? null : EntityCodec.Text(response.Headers.ETag!.Value);

    private static TableTransactionActionType Kind(RowAction action) => action switch
    {
        RowAction.Insert => TableTransactionActionType.Add,
        RowAction.Replace => TableTransactionActionType.UpdateReplace,
        RowAction.Merge => TableTransactionActionType.UpdateMerge,
        RowAction.Upsert => TableTransactionActionType.UpsertMerge,
        _ => TableTransactionActionType.Delete,
    };

    private static ETag Expected(RowOperation operation) => operation.ETag is { } etag ? RowETag.Read(etag) : ETag.All;

    private static CommitFailure? Failure(RequestFailedException error) => (error.Status, error.ErrorCode) switch
    {
        (409, "EntityAlreadyExists") => CommitFailure.Exists,
        (404, "ResourceNotFound" or "EntityNotFound" or "EntityDoesNotExist") => CommitFailure.Missing,
        (412, _) => CommitFailure.Changed,
        _ => null,
    };
}

/// <summary>Tells apart the two cases in which the service responds with 404.</summary>
internal static class Missing
{
    /// <summary>
    /// Whether the table is missing, not the entity: taking that for "no such row" would mean forgetting everything.
    /// </summary>
    public static bool IsTable(Response response) =>
        response.Status == 404 && response.Content.ToString().Contains("TableNotFound", StringComparison.Ordinal);
}
