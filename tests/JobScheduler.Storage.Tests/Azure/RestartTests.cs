using JobScheduler.TestKit;

namespace JobScheduler.Storage.Tests;

/// <summary>The account goes away in the middle and comes back.</summary>
public sealed class RestartTests : AzureTests
{
    private const int Writers = 4;

    [Fact]
    public async Task What_was_acknowledged_before_the_account_went_away_is_there_afterwards()
    {
        await using var azurite = await AzuriteServer.StartAsync(null, Cancellation);
        var storage = Create(azurite.ConnectionString);
        await storage.PrepareAsync(Cancellation);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledged = 0;

        // Each writes until the account is away, and tells the last key that was acknowledged.
        var writers = Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    Assert.True((await CommitAsync(storage, RowOperation.Insert($"w{writer}~{i}", Number(i)))).Succeeded);
                }
                catch (StorageException error)
                {
                    Assert.True(error.IsTransient, error.ToString());
                    return i;
                }

                if (Interlocked.Increment(ref acknowledged) == 100)
                {
                    busy.SetResult();
                }
            }
        }).ToList();
        await busy.Task.WaitAsync(Cancellation);
        await azurite.StopAsync(Cancellation);
        var counts = await Task.WhenAll(writers);
        await azurite.StartAgainAsync(Cancellation);

        for (var writer = 0; writer < Writers; writer++)
        {
            for (var i = 0; i < counts[writer]; i++)
            {
                Assert.NotNull(await storage.Tables.GetAsync("1", $"w{writer}~{i}", Cancellation));
            }
        }

        Assert.True((await CommitAsync(storage, RowOperation.Insert("after", Number(1)))).Succeeded);
    }
}
