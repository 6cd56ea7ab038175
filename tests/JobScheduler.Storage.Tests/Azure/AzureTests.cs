using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using JobScheduler.Storage.Azure;

namespace JobScheduler.Storage.Tests;

/// <summary>Storages on the shared emulator, on addresses where nobody is, and on answers made up.</summary>
public abstract class AzureTests
{
    protected const string Queue = "runs-normal";

#pragma warning disable RS0030 // The emulator has no other clock.
    protected static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static Columns Number(long number)
    {
        var columns = new Columns();
        columns.Add("n", number);
        return columns;
    }

    protected static AzureStorage Create(string connection, string prefix = "test", HttpPipelineTransport? transport = null) =>
        new(new AzureStorageOptions { ConnectionString = connection, Prefix = prefix }, new StorageClock(Time), transport);

    /// <summary>A prepared storage on the emulator, with the connection and the prefix to look at it from outside.</summary>
    protected static async Task<(AzureStorage Storage, string Connection, string Prefix)> OpenAsync()
    {
        var azurite = await SharedAzurite.GetAsync();
        var (connection, prefix) = (await azurite.ConnectionStringAsync(), azurite.NextPrefix());
        var storage = Create(connection, prefix);
        await storage.PrepareAsync(Cancellation);
        return (storage, connection, prefix);
    }

    /// <summary>A storage whose requests are answered by the function.</summary>
    protected static AzureStorage Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        Create(ConnectionTo(1), transport: new HttpClientTransport(new HttpClient(new MadeUpAnswers(answer))));

    /// <summary>A connection string of an account on a port of this machine.</summary>
    protected static string ConnectionTo(int port) =>
        "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm8ga2V5IGF0IGFsbA==;"
        + $"BlobEndpoint=http://127.0.0.1:{port}/nobody;QueueEndpoint=http://127.0.0.1:{port}/nobody;"
        + $"TableEndpoint=http://127.0.0.1:{port}/nobody;";

    /// <summary>A port on which nobody listens.</summary>
    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    protected static ValueTask<CommitResult> CommitAsync(AzureStorage storage, params RowOperation[] operations) =>
        storage.Tables.CommitAsync("1", operations, Cancellation);

    protected static async Task<StorageException> FaultAsync(StorageFault fault, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<StorageException>(call);
        Assert.True(fault == error.Fault, error.ToString());
        return error;
    }

    private sealed class MadeUpAnswers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
