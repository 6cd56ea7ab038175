using System.Diagnostics.CodeAnalysis;
using JobScheduler.Runs;
using JobScheduler.Storage.Azure;
using JobScheduler.TestKit;

namespace JobScheduler.Benchmarks;

/// <summary>
/// What runs cost in calls of a storage account: on the emulator, counted at the port and, as a second opinion, from the emulator's log.
/// Its times say nothing about Azure and are not given.
/// </summary>
internal static class AzureCalls
{
    private const int Callers = 32;

    // Per call, general-purpose v2 with locally redundant storage: 0.40 and 0.036 dollars per million (BENCHMARKS: queue, table).
    private const double QueueDollars = 0.40;
    private const double TableDollars = 0.036;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 1000;
        return
        [
            .. await MeasureAsync("one at a time", 20, async arm =>
            {
                for (var run = 1; run <= 20; run++)
                {
                    await arm.Get<RunIntake>().AcceptAsync(Submit.Bench, Submit.Request(), CancellationToken.None);
                    await UntilDoneAsync(arm, run);
                }
            }),
            .. await MeasureAsync("32 callers", runs, async arm =>
            {
                var left = runs;
                await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                    {
                        await arm.Get<RunIntake>().AcceptAsync(Submit.Bench, Submit.Request(), CancellationToken.None);
                    }
                }));
                await UntilDoneAsync(arm, runs);
            }),
            .. await MeasureAsync("bulk", runs, async arm =>
            {
                await Submit.PreloadAsync(arm, runs, null);
                await UntilDoneAsync(arm, runs);
            }),
            .. await MeasureAsync("idle 20 s, per shard", 8, _ => WaitAsync(TimeSpan.FromSeconds(20))),
        ];
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string part, int runs, Func<Arm, Task> act)
    {
        using var folder = new TempFolder();
        var log = Path.Combine(folder.Path, "requests.log");
        await using var azurite = await AzuriteServer.StartAsync(
            new AzuriteOptions { InMemory = true, RequestLog = log }, CancellationToken.None);
        var storage = new AzureStorage(
            new AzureStorageOptions { ConnectionString = azurite.ConnectionString }, new StorageClock(TimeProvider.System));
        await using var arm = await Arm.OpenAsync(storage, 10, new CountingHandler(), count: true);
        arm.Start();

        // The first ticks take the shards.
        await WaitAsync(TimeSpan.FromSeconds(3));
        arm.Calls!.Clear();
        var from = AzuriteRequests.LinesIn(log);
        await act(arm);
        var (total, table, empty) = (arm.Calls.Total, arm.Calls.TableCalls, arm.Calls.EmptyReceives);
        var requests = AzuriteRequests.Count(log, from);
        if (await Drain.UnfinishedAsync(arm))
        {
            throw new InvalidOperationException($"'{part}' was counted before all its runs had ended");
        }

        return
        [
            new Figure($"{part}: storage calls each", (double)total / runs),
            new Figure($"{part}: dollars per million", (table * TableDollars + (total - table) * QueueDollars) / runs),
            new Figure($"{part}: empty receives in all", empty),
            .. requests.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(
                kind => new Figure($"{part}: log, {kind.Key}, in all", kind.Value)),
        ];
    }

    // Asking storage whether all have ended would stand in the log: the ends are written 50 ms after the last result at the latest.
    private static async Task UntilDoneAsync(Arm arm, int runs)
    {
        while (arm.Handler.Count < runs)
        {
            await WaitAsync(TimeSpan.FromMilliseconds(20));
        }

        await WaitAsync(TimeSpan.FromMilliseconds(500));
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
