using System.Net;
using JobScheduler.Api.Tests.Hosting;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Api.Tests.Health;

/// <summary>Over the wire, with a host of its own: an answer is reused for a while.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Server_on_a_full_disk_is_alive_and_not_ready_and_says_why()
    {
        var failure = new StorageException(StorageFault.Full, "4 KiB left at /secret/path");
        await using var host = await ApiHost.StartAsync(
            TestHost.Key, time => new FailingStorage(new MemoryStorage(time)) { ProbeFailure = failure });
        using var client = new HttpClient { BaseAddress = host.Address };

        using var live = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live.StatusCode, ready.StatusCode));
        Assert.NotNull(ready.Headers.RetryAfter);
        var text = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("the disk that holds the data is full", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }
}
