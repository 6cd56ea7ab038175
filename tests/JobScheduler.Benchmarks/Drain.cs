using System.Diagnostics.CodeAnalysis;
using JobScheduler.Runs;

namespace JobScheduler.Benchmarks;

/// <summary>B2: runs preloaded, then executed; counted when the terminal state is durable.</summary>
internal static class Drain
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 20_000;
        using var folder = new TempFolder();
        var handler = new CountingHandler();
        await using var arm = await Arm.OpenAsync(folder.Path, 10, handler, count: true);
        await Submit.PreloadAsync(arm, runs, null);
        arm.Calls!.Clear();
        var (seconds, cpu) = await Measure.AsyncOf(async () =>
        {
            arm.Start();
            while (handler.Count < runs || await UnfinishedAsync(arm))
            {
                await Task.Delay(20);
            }
        });
        return
        [
            new Figure("completed/s", runs / seconds),
            new Figure("CPU ms/run", cpu * 1000 / runs),
            new Figure("storage calls/run", (double)arm.Calls.Total / runs),
            new Figure("lost", runs - handler.Distinct),
            new Figure("duplicates", handler.Count - handler.Distinct),
        ];
    }

    /// <summary>Whether a run has not reached its end, read past the counter.</summary>
    public static async Task<bool> UnfinishedAsync(Arm arm)
    {
        var filter = new RunQuery { States = [RunState.Queued, RunState.Running, RunState.Retrying] };
        foreach (var state in filter.States)
        {
            var query = filter with { States = [state] };
            if ((await arm.UncountedRuns.ListAsync("bench", query, new PageRequest(1), CancellationToken.None)).Items.Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
