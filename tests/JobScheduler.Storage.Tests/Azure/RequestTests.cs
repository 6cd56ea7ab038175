using JobScheduler.Storage.Azure;
using JobScheduler.TestKit;

namespace JobScheduler.Storage.Tests;

/// <summary>Calls are the currency: what one call of the ports costs in requests, counted by the emulator.</summary>
public sealed class RequestTests : AzureTests
{
    [Fact]
    public async Task Each_call_of_the_ports_is_one_request()
    {
        var folder = Directory.CreateTempSubdirectory("jobscheduler-");
        var log = Path.Combine(folder.FullName, "requests.log");
        await using (var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { InMemory = true, RequestLog = log }, Cancellation))
        {
            var storage = Create(azurite.ConnectionString, "calls");
            await storage.PrepareAsync(Cancellation);
            await CallAllAsync(storage);
            await azurite.StopAsync(Cancellation);
        }

        var requests = (await File.ReadAllLinesAsync(log, Cancellation))
            .Select(line => line.Split('"'))
            .Where(parts => parts.Length > 1 && parts[1].Contains("HTTP/", StringComparison.Ordinal))
            .Select(parts => parts[1].Split(' ')[0])
            .ToList();
        folder.Delete(recursive: true);

        // Before it: a table, a container, and two queues for each that executors serve.
        const int preparation = 1 + 1 + 2 * 4;
        Assert.Equal(
            ["POST", "PUT", "POST", "GET", "GET", "POST", "GET", "PUT", "GET", "GET", "DELETE", "PUT", "GET", "DELETE"],
            requests.Skip(preparation));
    }

    private static async Task CallAllAsync(AzureStorage storage)
    {
        await CommitAsync(storage, RowOperation.Insert("a", Number(1)));
        await CommitAsync(storage, RowOperation.Replace("a", Number(2)));
        await CommitAsync(storage, [.. Enumerable.Range(0, 100).Select(i => RowOperation.Insert($"r{i}", Number(i)))]);
        await storage.Tables.GetAsync("1", "a", Cancellation);
        await storage.Tables.ReadAsync(new RowQuery("1", "a", "z"), Cancellation);
        await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation);
        var message = (await storage.Queues.ReceiveAsync(Queue, 32, TimeSpan.FromSeconds(30), Cancellation)).Single();
        var receipt = await storage.Queues.ExtendAsync(Queue, message.Id, message.Receipt, TimeSpan.FromSeconds(30), Cancellation);
        await storage.Queues.CountAsync(Queue, Cancellation);
        await storage.Queues.OldestAsync(Queue, Cancellation);
        await storage.Queues.DeleteAsync(Queue, message.Id, receipt!, Cancellation);
        await storage.Blobs.PutAsync("a", new byte[10], Cancellation);
        await storage.Blobs.GetAsync("a", 0, Cancellation);
        await storage.Blobs.DeleteAsync("a", Cancellation);
    }
}
