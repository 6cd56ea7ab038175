using JobScheduler.Api.Health;
using JobScheduler.Clock;

namespace JobScheduler.Functions.Orchestration;

/// <summary>Not ready while the clock is stalled, judging by the shards: it ticks in any instance, rarely in this one.</summary>
internal sealed class ClockSign(ClockWatch watch, TimeProvider time) : IReadinessSign
{
    /// <summary>How long an answer is reused, which bounds the cost of probes.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private Seen? _seen;

    public async Task<string?> WhatIsMissingAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_seen is not { } seen || now - seen.At >= Fresh)
        {
            seen = new Seen(now, (await watch.LookAsync(cancellation)).Oldest);
            _seen = seen;
        }

        return seen.LastTick is not { } last ? "the clock has not ticked yet"
            : now - last > ClockWatchdog.TickPatience ? $"the clock last ticked at {Timestamp.Format(last)}"
            : null;
    }

    // A single reference, because probes come from several threads.
    private sealed record Seen(DateTimeOffset At, DateTimeOffset? LastTick);
}
