using JobScheduler.Api.Health;
using JobScheduler.Clock;

namespace JobScheduler.Functions.Orchestration;

/// <summary>Not ready while the clock stands still, by the word of the shards: it ticks in any instance, seldom in this one.</summary>
internal sealed class ClockSign(ClockWatch watch, TimeProvider time) : IReadinessSign
{
    /// <summary>How long an answer is good for, so that probes cost no more than this.</summary>
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
            : now - last > ClockWatchdog.Patience ? $"the clock has last ticked {Timestamp.Format(last)}"
            : null;
    }

    // One reference: probes come from several threads.
    private sealed record Seen(DateTimeOffset At, DateTimeOffset? LastTick);
}
