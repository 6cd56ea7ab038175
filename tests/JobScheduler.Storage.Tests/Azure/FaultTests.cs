using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JobScheduler.Storage.Tests;

/// <summary>What errors of the account mean to the callers of the ports.</summary>
public sealed class FaultTests : AzureTests
{
    private static readonly RowOperation Insert = RowOperation.Insert("a", Number(1));

    [Fact]
    public async Task Throttling_says_for_how_long()
    {
        var storage = Answering(_ => Error(HttpStatusCode.ServiceUnavailable, "ServerBusy", retryAfter: "7"));

        Assert.Equal(
            TimeSpan.FromSeconds(7), (await FaultAsync(StorageFault.Throttled, async () => await CommitAsync(storage, Insert))).RetryAfter);
        await FaultAsync(StorageFault.Throttled, async () => await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation));
        await FaultAsync(StorageFault.Throttled, async () => await storage.Blobs.PutAsync("a", new byte[1], Cancellation));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError", StorageFault.Unknown)]
    [InlineData(HttpStatusCode.InternalServerError, "OperationTimedOut", StorageFault.Unknown)]
    [InlineData(HttpStatusCode.BadGateway, "", StorageFault.Unknown)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", StorageFault.Unknown)]
    [InlineData(HttpStatusCode.Conflict, "TableBeingDeleted", StorageFault.Transient)]
    [InlineData(HttpStatusCode.NotFound, "TableNotFound", StorageFault.Permanent)]
    [InlineData(HttpStatusCode.BadRequest, "InvalidInput", StorageFault.Permanent)]
    public async Task Status_and_code_are_classified_alike_for_one_operation_and_for_several(
        HttpStatusCode status, string code, StorageFault expected)
    {
        var storage = Answering(_ => Error(status, code));

        await FaultAsync(expected, async () => await CommitAsync(storage, Insert));
        await FaultAsync(expected, async () => await CommitAsync(storage, Insert, RowOperation.Delete("b")));
        await FaultAsync(expected, async () => await CommitAsync(storage, RowOperation.Delete("b")));
        await FaultAsync(expected, async () => await storage.Tables.GetAsync("1", "a", Cancellation));
    }

    [Theory]
    [InlineData(
        "AuthorizationPermissionMismatch",
        "Storage Table Data Contributor",
        "Storage Queue Data Contributor",
        "Storage Blob Data Contributor")]
    [InlineData("KeyBasedAuthenticationNotPermitted", "JobStore:accountName", "JobStore:accountName", "JobStore:accountName")]
    [InlineData("AuthenticationFailed", "key in JobStore", "key in JobStore", "key in JobStore")]
    public async Task Missing_permission_is_permanent_and_says_what_is_missing(string code, string table, string queue, string blob)
    {
        var storage = Answering(_ => Error(HttpStatusCode.Forbidden, code));

        Assert.Contains(
            table,
            (await FaultAsync(StorageFault.Permanent, async () => await CommitAsync(storage, Insert))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            queue,
            (await FaultAsync(StorageFault.Permanent, async () => await storage.Queues.CountAsync(Queue, Cancellation))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            blob,
            (await FaultAsync(StorageFault.Permanent, async () => await storage.Blobs.PutAsync("a", new byte[1], Cancellation))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "RequestBodyTooLarge")]
    [InlineData(HttpStatusCode.BadRequest, "EntityTooLarge")]
    public async Task What_is_too_large_is_the_callers_fault(HttpStatusCode status, string code)
    {
        var storage = Answering(_ => Error(status, code));

        await Assert.ThrowsAsync<ArgumentException>(async () => await CommitAsync(storage, RowOperation.Merge("a", Number(1))));
    }

    [Fact]
    public async Task Time_out_after_sending_is_unknown_and_a_commit_is_not_sent_again()
    {
        var sent = 0;
        var storage = Answering(_ => ++sent > 0 ? throw new TaskCanceledException("the time is over") : null!);

        await FaultAsync(StorageFault.Unknown, async () => await CommitAsync(storage, Insert));

        Assert.Equal(1, sent);
    }

    // A proxy between here and there, or a page of a network that wants a login first.
    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "no JSON")]
    [InlineData("application/xml", "no XML")]
    [InlineData("text/html", "<html>Log in</html>")]
    public async Task Error_that_is_not_the_services_is_unknown(string type, string text)
    {
        var storage = Answering(_ => new(HttpStatusCode.BadGateway) { Content = new StringContent(text, Encoding.UTF8, type) });

        await FaultAsync(StorageFault.Unknown, async () => await CommitAsync(storage, Insert));
        await FaultAsync(StorageFault.Unknown, async () => await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation));
        await FaultAsync(StorageFault.Unknown, async () => await storage.Blobs.PutAsync("a", new byte[1], Cancellation));
    }

    [Fact]
    public async Task Read_is_tried_three_times()
    {
        var sent = 0;
        var storage = Answering(_ => ++sent < 3 ? throw new IOException("reset") : Error(HttpStatusCode.NotFound, "ResourceNotFound"));

        Assert.Null(await storage.Tables.GetAsync("1", "a", Cancellation));

        Assert.Equal(3, sent);
    }

    [Fact]
    public async Task Connection_refused_is_transient_because_nothing_was_sent()
    {
        var storage = Create(ConnectionTo(FreePort()));

        await FaultAsync(StorageFault.Transient, async () => await CommitAsync(storage, Insert));
        await FaultAsync(StorageFault.Transient, async () => await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation));
        await FaultAsync(StorageFault.Transient, async () => await storage.Blobs.AppendAsync("a", new byte[1], Cancellation));
    }

    [Fact]
    public async Task Connection_cut_after_the_request_is_unknown()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var storage = Create(ConnectionTo(((IPEndPoint)listener.LocalEndpoint).Port));

        var commit = CommitAsync(storage, Insert).AsTask();
        using (var connection = await listener.AcceptTcpClientAsync(Cancellation))
        {
            await connection.GetStream().ReadAtLeastAsync(new byte[1], 1, cancellationToken: Cancellation);
        }

        listener.Stop();
        await FaultAsync(StorageFault.Unknown, () => commit);
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(
                $$"""
                { "odata.error": { "code": "{{code}}", "message": { "value": "made up" } },
                  "error": { "code": "{{code}}", "message": "made up" } }
                """,
                Encoding.UTF8,
                "application/json"),
        };
        response.Headers.Add("x-ms-error-code", code);
        if (retryAfter is not null)
        {
            response.Headers.Add("Retry-After", retryAfter);
        }

        return response;
    }
}
