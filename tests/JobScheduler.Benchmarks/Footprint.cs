using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace JobScheduler.Benchmarks;

/// <summary>B7: what very many pending runs cost: store, memory, start-up.</summary>
internal static class Footprint
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 1_000_000;
        using var folder = new TempFolder();
        await using (var loading = await Arm.OpenAsync(folder.Path, 10, new CountingHandler(), count: false))
        {
            var far = TimeProvider.System.GetUtcNow().AddDays(30);
            await Submit.PreloadAsync(loading, runs, i => far.AddSeconds(i % 100_000));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var handler = new CountingHandler();
        var watch = Stopwatch.StartNew();
        await using var arm = await Arm.OpenAsync(folder.Path, 10, handler, count: true);
        arm.Start();
        await arm.Get<Runs.RunIntake>().AcceptAsync(Submit.Bench, Submit.Request(), CancellationToken.None);
        while (handler.Count == 0)
        {
            await Task.Delay(1);
        }

        var start = watch.Elapsed.TotalMilliseconds;
        await Task.Delay(TimeSpan.FromSeconds(40));
        arm.Calls!.Clear();
        await Task.Delay(TimeSpan.FromSeconds(20));
        return
        [
            new Figure("pending", runs),
            new Figure("store bytes/run", (double)folder.Bytes / runs),
            new Figure(
                "managed memory MiB above an empty process", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024),
            new Figure("start to first execution ms", start),
            new Figure("idle table calls in 20 s", arm.Calls.TableCalls),
        ];
    }
}
