using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace JobScheduler.Benchmarks;

/// <summary>The job of all scenarios: a timestamp as its first instruction, and a counter.</summary>
internal sealed class CountingHandler : IJobHandler
{
    private readonly ConcurrentDictionary<string, int> _starts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _lateness = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int Distinct => _starts.Count;

    /// <summary>Milliseconds between nominal time and start, sorted.</summary>
    public double[] Lateness => [.. _lateness.Order()];

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        _lateness.Add((now - job.NominalAt).TotalMilliseconds);
        _starts.AddOrUpdate(job.RunId, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _count);
        return Task.FromResult<RawJson?>(null);
    }
}
