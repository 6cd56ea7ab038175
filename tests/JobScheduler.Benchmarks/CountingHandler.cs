using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using JobScheduler.Targets.Handlers;

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
    public Task<RawJson?> HandleAsync(HandlerContext context)
    {
        var now = TimeProvider.System.GetUtcNow();
        _lateness.Add((now - context.Attempt.NominalAt).TotalMilliseconds);
        _starts.AddOrUpdate(context.Attempt.RunId, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _count);
        return Task.FromResult<RawJson?>(null);
    }
}
