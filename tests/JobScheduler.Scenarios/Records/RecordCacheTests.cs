using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Scenarios.Records;

public sealed class RecordCacheTests
{
    [Theory]
    [InlineData(3_000, false)]
    [InlineData(1_000_000, true)]
    public async Task Get_of_more_bytes_than_are_kept_drops_the_others(long bytes, bool isKept)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        using var notebook = new Notebook(new MemoryStorage(time), time);
        await notebook.PutAsync("a", new string('a', 1000));
        await notebook.PutAsync("b", new string('b', 1000));
        var cache = new BoundedCache(notebook.Rows, notebook.Storage, time, bytes);

        var first = await cache.GetAsync(Notebook.Me.Tenant, "a", cancellation);
        Assert.Same(first, await cache.GetAsync(Notebook.Me.Tenant, "a", cancellation));
        await cache.GetAsync(Notebook.Me.Tenant, "b", cancellation);

        Assert.Equal(isKept, ReferenceEquals(first, await cache.GetAsync(Notebook.Me.Tenant, "a", cancellation)));
    }

    [Fact]
    public async Task Get_of_records_that_were_changed_or_forgotten_counts_them_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        using var notebook = new Notebook(new MemoryStorage(time), time);
        await notebook.PutAsync("a", new string('a', 1000));
        await notebook.PutAsync("b", new string('b', 1000));
        var cache = new BoundedCache(notebook.Rows, notebook.Storage, time, 7_000);
        var first = await cache.GetAsync(Notebook.Me.Tenant, "a", cancellation);
        for (var i = 0; i < 10; i++)
        {
            await cache.ReadAsync(Notebook.Me.Tenant, "b", cancellation);
            cache.Forget(Notebook.Me.Tenant, i % 2 == 0 ? "b" : "unknown");
        }

        Assert.Same(first, await cache.GetAsync(Notebook.Me.Tenant, "a", cancellation));
    }

    private sealed class BoundedCache(RecordRow<Note> rows, IStorage storage, TimeProvider time, long bytes)
        : RecordCache<Note>(rows, storage, time)
    {
        protected override long LargestBytes => bytes;
    }
}
