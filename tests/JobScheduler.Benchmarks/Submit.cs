using System.Collections.Concurrent;
using System.Diagnostics;
using JobScheduler.Runs;

namespace JobScheduler.Benchmarks;

/// <summary>B1: submissions, acknowledged durably; nothing executes meanwhile.</summary>
internal static class Submit
{
    /// <summary>On whose behalf everything is submitted.</summary>
    public static readonly Caller Bench = new("bench", "bench");

    private const int Callers = 32;
    private const int PerBulk = 1000;
    private static readonly RawJson Payload = new($"\"{new string('x', 254)}\"");

    /// <summary>A run without a job, due far ahead or now.</summary>
    public static RunRequest Request(DateTimeOffset? at = null) => new()
    {
        Target = new HandlerTarget { Name = "bench" },
        Input = Payload,
        At = at,
    };

    public static async Task<IReadOnlyList<Figure>> SinglesAsync(int runs)
    {
        runs = runs > 0 ? runs : 20_000;
        using var folder = new TempFolder();
        await using var arm = await Arm.OpenAsync(folder.Path, 10, new CountingHandler(), count: true);
        var intake = arm.Get<RunIntake>();
        await intake.AcceptAsync(Bench, Request(), CancellationToken.None);
        arm.Calls!.Clear();
        var latencies = new ConcurrentBag<double>();
        var left = runs;
        var (seconds, cpu) = await Measure.AsyncOf(() => Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var watch = Stopwatch.StartNew();
                await intake.AcceptAsync(Bench, Request(), CancellationToken.None);
                latencies.Add(watch.Elapsed.TotalMilliseconds);
            }
        })));
        var sorted = latencies.Order().ToArray();
        return
        [
            new Figure("accepted/s", runs / seconds),
            new Figure("p50 ms", Measure.Percentile(sorted, 0.5)),
            new Figure("p99 ms", Measure.Percentile(sorted, 0.99)),
            new Figure("storage calls/run", (double)arm.Calls.Total / runs),
            new Figure("CPU ms/run", cpu * 1000 / runs),
            new Figure("bytes/run", (double)folder.Bytes / runs),
        ];
    }

    public static async Task<IReadOnlyList<Figure>> BulksAsync(int runs)
    {
        runs = runs > 0 ? runs : 20_000;
        using var folder = new TempFolder();
        await using var arm = await Arm.OpenAsync(folder.Path, 10, new CountingHandler(), count: true);
        var (seconds, cpu) = await Measure.AsyncOf(() => PreloadAsync(arm, runs, null));
        return
        [
            new Figure("accepted/s", runs / seconds),
            new Figure("storage calls/run", (double)arm.Calls!.Total / runs),
            new Figure("CPU ms/run", cpu * 1000 / runs),
        ];
    }

    /// <summary>Submits in bulks of 1,000.</summary>
    public static async Task PreloadAsync(Arm arm, int runs, Func<int, DateTimeOffset>? at)
    {
        var intake = arm.Get<RunIntake>();
        for (var from = 0; from < runs; from += PerBulk)
        {
            var requests = Enumerable.Range(from, Math.Min(PerBulk, runs - from)).Select(i => Request(at?.Invoke(i))).ToList();
            var outcomes = await intake.AcceptManyAsync(Bench, requests, CancellationToken.None);
            if (outcomes.FirstOrDefault(outcome => outcome.Refusal is not null) is { } refused)
            {
                throw refused.Refusal!;
            }
        }
    }
}
