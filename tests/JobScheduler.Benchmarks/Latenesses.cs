using System.Diagnostics.CodeAnalysis;

namespace JobScheduler.Benchmarks;

/// <summary>B4: many pending, 1,000 of them due within 30 s: how late does each start?</summary>
internal static class Latenesses
{
    private const int Due = 1000;

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 10_000;
        using var folder = new TempFolder();
        var handler = new CountingHandler();
        await using var arm = await Arm.OpenAsync(folder.Path, 10, handler, count: false);
        var now = TimeProvider.System.GetUtcNow();
        await Submit.PreloadAsync(arm, runs - Due, _ => now.AddDays(30));
        arm.Start();
        var begin = TimeProvider.System.GetUtcNow().AddSeconds(35);
        await Submit.PreloadAsync(arm, Due, i => begin.AddMilliseconds(30 * i));
        while (handler.Count < Due)
        {
            await Task.Delay(100);
        }

        var late = handler.Lateness;
        return
        [
            new Figure("pending", runs),
            new Figure("p50 ms", Measure.Percentile(late, 0.5)),
            new Figure("p99 ms", Measure.Percentile(late, 0.99)),
            new Figure("max ms", late[^1]),
            new Figure("early", late.Count(value => value < 0)),
            new Figure("share within 10 ms", (double)late.Count(value => value <= 10) / late.Length),
        ];
    }
}
