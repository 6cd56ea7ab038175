using System.Collections.Concurrent;
using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>
/// How long attempts take, by job or handler. Runs that are known to be quick may be claimed shortly before a slot is free, so that a
/// message of 32 of them costs one claim and one finish instead of four of each.
/// </summary>
public sealed class ExecutionPace(WorkerSlots slots)
{
    /// <summary>Claimed runs wait about this long for their slot at most.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    private const double Weight = 0.1;
    private const int Largest = 10_000;

    private readonly ConcurrentDictionary<string, double> _milliseconds = new(StringComparer.Ordinal);

    /// <summary>An attempt has ended.</summary>
    public void Ended(RunSpec spec, TimeSpan elapsed)
    {
        if (_milliseconds.Count >= Largest)
        {
            _milliseconds.Clear();
        }

        _milliseconds.AddOrUpdate(
            KeyOf(spec), static (_, now) => now, static (_, known, now) => known + Weight * (now - known), elapsed.TotalMilliseconds);
    }

    /// <summary>
    /// How many of the runs, beyond those that have a slot, may be claimed as well: the first ones that are known to be quick.
    /// </summary>
    public int AheadOf(IEnumerable<OpenRun> runs)
    {
        var count = 0;
        var left = Ahead.TotalMilliseconds * slots.Count;
        foreach (var run in runs)
        {
            if (run.Step.Suspect || !_milliseconds.TryGetValue(KeyOf(run.Spec), out var expected) || (left -= Math.Max(expected, 0.1)) < 0)
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static string KeyOf(RunSpec spec) =>
        spec.JobId is not null ? $"{spec.Tenant}~{spec.JobId}"
        : spec.Target is HandlerTarget handler ? $"handler {handler.Name}"
        : spec.Name ?? "";
}
