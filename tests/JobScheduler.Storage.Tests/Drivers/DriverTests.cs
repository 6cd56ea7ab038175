namespace JobScheduler.Storage.Tests;

/// <summary>One fresh storage per test, and short words for what the tests do with it.</summary>
public abstract class DriverTests<TDriver> : IAsyncLifetime
    where TDriver : IDriver, new()
{
    protected const string Partition = "3";

    protected TDriver Driver { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ITableStore Tables => Driver.Storage.Tables;

    protected IQueueStore Queues => Driver.Storage.Queues;

    protected IBlobStore Blobs => Driver.Storage.Blobs;

    public ValueTask InitializeAsync() => Driver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Columns Cells(params ReadOnlySpan<(string Name, ColumnValue Value)> cells)
    {
        var columns = new Columns();
        foreach (var (name, value) in cells)
        {
            columns.Add(name, value);
        }

        return columns;
    }

    protected static Columns Number(long number) => Cells(("n", number));

    protected static string Text(Columns columns) =>
        string.Join(' ', columns.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}={cell.Value}"));

    protected ValueTask<CommitResult> CommitAsync(params RowOperation[] operations) =>
        Tables.CommitAsync(Partition, operations, Cancellation);

    /// <summary>Inserts a row that must not be there and returns its ETag.</summary>
    protected async Task<string> InsertAsync(string key, Columns? columns = null)
    {
        var result = await CommitAsync(RowOperation.Insert(key, columns ?? Number(0)));
        Assert.True(result.Succeeded);
        return result.ETags.Single()!;
    }

    protected ValueTask<Row?> GetAsync(string key) => Tables.GetAsync(Partition, key, Cancellation);

    /// <summary>All pages of a query.</summary>
    protected async Task<List<RowPage>> PagesAsync(RowQuery query)
    {
        var pages = new List<RowPage>();
        do
        {
            pages.Add(await Tables.ReadAsync(query with { Continuation = pages.LastOrDefault()?.Continuation }, Cancellation));
        }
        while (pages[^1].Continuation is not null);

        return pages;
    }

    protected async Task<List<string>> KeysAsync(RowQuery query) =>
        [.. (await PagesAsync(query)).SelectMany(page => page.Rows).Select(row => row.Key)];
}
