using JobScheduler.Api.Tests.Hosting;
using JobScheduler.Storage;

namespace JobScheduler.Api.Tests.Http;

/// <summary>With a host of its own, whose storage fails.</summary>
public sealed class FailureTests(TestHost host) : IClassFixture<TestHost>
{
    [Theory]
    [InlineData(StorageFault.Full, "disk")]
    [InlineData(StorageFault.Throttled, "nothing was changed")]
    public async Task Submit_whileStorageRefuses_503WithRetryAfter_andWorksAgainAfterwards(StorageFault fault, string says)
    {
        const string Run = """{ "target": { "type": "handler", "name": "echo" } }""";
        host.Storage.Failure = new StorageException(fault, "secret path");
        try
        {
            var refused = await host.SendAsync("POST", "/api/v1/runs", Run);
            Assert.Equal(503, refused.Status);
            Assert.Contains(says, refused["detail"], StringComparison.Ordinal);
            Assert.DoesNotContain("secret", refused.Text, StringComparison.Ordinal);
            Assert.Matches("^[0-9]+$", refused.Headers["Retry-After"]);
        }
        finally
        {
            host.Storage.Failure = null;
        }

        Assert.Equal(202, (await host.SendAsync("POST", "/api/v1/runs", Run)).Status);
    }
}
