using Azure;
using Azure.Data.Tables;

namespace JobScheduler.Storage.Azure;

internal sealed class AzureTables(AzureClients clients, AzureCalls calls) : ITableStore
{
    private static readonly string[] Always = [nameof(TableEntity.RowKey)];

    private readonly TableClient _table = clients.Table;

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation)
    {
        StorageLimits.CheckKey(partition);
        StorageLimits.CheckKey(key);
        return calls.ReadAsync(AzurePart.Table, () => FindAsync(partition, key, cancellation), cancellation);
    }

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation)
    {
        StorageLimits.CheckQuery(query);
        query = PageCut.Resume(query);
        var (filter, select) = (ReadFilter.Of(query), Select(query));
        return string.CompareOrdinal(query.From, query.To) >= 0
            ? new(new RowPage([], null))
            : calls.ReadAsync(AzurePart.Table, () => PageAsync(query, filter, select, cancellation), cancellation);
    }

    public ValueTask<CommitResult> CommitAsync(string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    {
        StorageLimits.CheckCommit(partition, operations);
        var commit = new TableCommit(_table, partition, operations);
        return AzureCalls.OnceAsync(AzurePart.Table, () => commit.RunAsync(cancellation), cancellation);
    }

    private async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, null, cancellation);
        return found.HasValue ? EntityCodec.Decode(found.Value!)
            : Missing.IsTable(found.GetRawResponse()) ? throw new RequestFailedException(found.GetRawResponse())
            : null;
    }

    private async Task<RowPage> PageAsync(RowQuery query, string filter, IEnumerable<string>? select, CancellationToken cancellation)
    {
        var pages = _table.QueryAsync<TableEntity>(filter, query.Limit, select, cancellation).AsPages(query.Continuation);
        await using var first = pages.GetAsyncEnumerator(cancellation);
        if (!await first.MoveNextAsync())
        {
            return new RowPage([], null);
        }

        // The service compares columns of another kind in its own way, so the port's rule decides.
        var rows = first.Current.Values.Select(EntityCodec.Decode).Where(row => query.Filters.All(wanted => wanted.Matches(row.Columns)));
        var next = first.Current.ContinuationToken;
        return PageCut.Of(
            query.Select is { } names ? rows.Select(row => row with { Columns = row.Columns.Select(names) }) : rows,
            query.Bytes,
            string.IsNullOrEmpty(next) ? null : next);
    }

    private static List<string>? Select(RowQuery query)
    {
        if (query.Select is null)
        {
            return null;
        }

        var names = query.Select.Concat(query.Filters.Select(filter => filter.Column)).Distinct(StringComparer.Ordinal).ToList();
        names.ForEach(EntityCodec.CheckName);
        return [.. Always, .. names];
    }
}
