using System.Collections.Concurrent;
using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>
/// How long attempts take, by job or handler. Runs that are known to be quick may be claimed shortly before a slot is free, so that a
/// message of 32 of them costs one claim and one finish instead of four of each.
/// </summary>
public sealed class ExecutionPace(ExecutionPlaces places, TimeProvider time)
{
    /// <summary>Claimed runs wait about this long for their slot at most.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    private const double Weight = 0.1;
    private const int Largest = 10_000;

    private readonly ConcurrentDictionary<string, double> _milliseconds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);

    /// <summary>An attempt begins.</summary>
    public void Began(RunSpec spec)
    {
        lock (_running)
        {
            var (count, since) = _running.GetValueOrDefault(KeyOf(spec));
            _running[KeyOf(spec)] = new(count + 1, count == 0 ? time.GetTimestamp() : since);
        }
    }

    /// <summary>An attempt has ended.</summary>
    public void Ended(RunSpec spec, TimeSpan elapsed)
    {
        lock (_running)
        {
            if (_running.Remove(KeyOf(spec), out var running) && running.Count > 1)
            {
                _running[KeyOf(spec)] = new(running.Count - 1, time.GetTimestamp());
            }
        }

        if (_milliseconds.Count >= Largest)
        {
            _milliseconds.Clear();
        }

        _milliseconds.AddOrUpdate(
            KeyOf(spec), static (_, now) => now, static (_, known, now) => known + Weight * (now - known), elapsed.TotalMilliseconds);
    }

    /// <summary>
    /// Which of the runs, beyond those that have a place, may be claimed as well: the first ones that are known to be quick. Never calls:
    /// how long those take is up to others, and places for them are plenty.
    /// </summary>
    public IReadOnlyList<OpenRun> AheadOf(IEnumerable<OpenRun> runs)
    {
        List<OpenRun> ahead = [];
        var left = Ahead.TotalMilliseconds * places.Workers;
        foreach (var run in runs)
        {
            if (run.Step.Suspect
                || run.Spec.Class.IsCall
                || Hangs(run.Spec)
                || !_milliseconds.TryGetValue(KeyOf(run.Spec), out var expected)
                || (left -= Math.Max(expected, 0.1)) < 0)
            {
                break;
            }

            ahead.Add(run);
        }

        return ahead;
    }

    /// <summary>Whether attempts are running and none has ended for a while: what was quick so far is not any more.</summary>
    private bool Hangs(RunSpec spec)
    {
        lock (_running)
        {
            return _running.TryGetValue(KeyOf(spec), out var running) && time.GetElapsedTime(running.Since) > Ahead;
        }
    }

    private static string KeyOf(RunSpec spec) =>
        spec.JobId is not null ? $"{spec.Tenant}~{spec.JobId}"
        : spec.Target is HandlerTarget handler ? $"handler {handler.Name}"
        : spec.Name ?? "";

    /// <summary>Attempts under way, and when the last one ended, or the first began.</summary>
    private readonly record struct Running(int Count, long Since);
}
