using System.Net;
using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;
using JobScheduler.Runs;
using JobScheduler.Storage;

namespace JobScheduler.Api.Tests.Http.InProcess;

/// <summary>Answers without a connection that fail when a part of them has been sent.</summary>
[Collection(HostCollection.Name)]
public sealed class InProcessAnswerTests(TestHost host)
{
    private static readonly string Large = $"\"{new string('x', 700_000)}\"";

    [Theory]
    [InlineData(StorageFault.Transient)]
    [InlineData(StorageFault.Permanent)]
    public async Task Content_whose_second_piece_fails_ends_in_an_error_and_nothing_is_written_behind_it(StorageFault fault)
    {
        var run = await SubmitAsync();
        host.Storage.Broken = (RunBlobs.Input(run["id"]!), 1, new StorageException(fault, "as told"));
        using var client = Client();
        using var answer = await client.GetAsync(
            new Uri($"{run.Location}/input", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var content = await answer.Content.ReadAsStreamAsync(Cancellation);
        var read = new MemoryStream();

        var failure = await Assert.ThrowsAsync<IOException>(() => content.CopyToAsync(read, Cancellation));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("as told", failure.InnerException!.Message);
        Assert.Equal(Large[..(int)read.Length], Encoding.UTF8.GetString(read.ToArray()));
    }

    [Fact]
    public async Task Content_whose_first_piece_fails_is_a_problem()
    {
        var run = await SubmitAsync();
        host.Storage.Broken = (RunBlobs.Input(run["id"]!), 0, new StorageException(StorageFault.Transient, "as told"));
        using var client = Client();

        using var answer = await client.GetAsync(new Uri($"{run.Location}/input", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Client() => new(new InProcessHandler(host.Services, new Caller(Tenants.Default, "application")))
    {
        BaseAddress = new Uri("http://jobscheduler.internal"),
    };

    private async Task<Answer> SubmitAsync()
    {
        var run = await host.SendAsync(
            "POST", "/api/v1/runs", $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{Large}} }""");
        Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        return run;
    }
}
