using System.Diagnostics;

namespace JobScheduler.Benchmarks;

/// <summary>Measures wall time, CPU time and allocation of an action.</summary>
internal static class Measure
{
    public static async Task<(double Seconds, double CpuSeconds)> AsyncOf(Func<Task> action)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await action();
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return (seconds, (process.TotalProcessorTime - cpu).TotalSeconds);
    }

    /// <summary>The value below which the share of the sorted values lies.</summary>
    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
