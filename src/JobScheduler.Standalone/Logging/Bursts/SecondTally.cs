using System.Globalization;
using JobScheduler.Execution;

namespace JobScheduler.Standalone.Logging.Bursts;

/// <summary>What happened in a second, and what of it has no line of its own. Not thread-safe.</summary>
internal sealed class SecondTally
{
    private readonly Dictionary<RunState, int> _ended = [];
    private readonly Dictionary<(string Category, string Template), int> _same = [];
    private readonly Dictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private int _failedLeftOut;
    private int _retried;
    private int _handedBack;
    private int _taken;

    /// <summary>How many attempts ended.</summary>
    public int Attempts { get; private set; }

    public bool HasLeftOut { get; private set; }

    /// <summary>The highest level of what was left out, which nobody shall overlook.</summary>
    public LogLevel Level { get; private set; } = LogLevel.Information;

    /// <summary>Counts the end of an attempt.</summary>
    /// <returns>How many there are with it.</returns>
    public int CountAttempt(in LoggedEvent one)
    {
        switch (one.Id.Id)
        {
            case AttemptEvents.AttemptRetried:
                _retried++;
                break;
            case AttemptEvents.AttemptHandedBack:
                _handedBack++;
                break;
            case AttemptEvents.WorkTaken:
                _taken++;
                break;
            default:
                var state = one.Id.Id == AttemptEvents.RunFailed
                    ? RunState.Failed
                    : one[AttemptEvents.State] as RunState? ?? RunState.Unknown;
                _ended[state] = _ended.GetValueOrDefault(state) + 1;
                break;
        }

        return ++Attempts;
    }

    /// <summary>Counts an event among those of its kind.</summary>
    /// <returns>How many there are with it.</returns>
    public int CountSame(in LoggedEvent one)
    {
        var kind = (one.Category, one.Template);
        return _same[kind] = _same.GetValueOrDefault(kind) + 1;
    }

    /// <summary>Notes that an event is not shown.</summary>
    public void LeaveOut(in LoggedEvent one)
    {
        HasLeftOut = true;
        Level = one.Level > Level ? one.Level : Level;
        if (one.IsOfAttempt)
        {
            _failedLeftOut += one.Id.Id == AttemptEvents.RunFailed ? 1 : 0;
            return;
        }

        _leftOut[one.Template] = _leftOut.GetValueOrDefault(one.Template) + 1;
    }

    /// <summary>For example <c>412 runs ended in 1 s: 405 succeeded, 7 failed (2 not shown)</c>.</summary>
    public string Describe(TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        var parts = new List<string>();
        if (Attempts > 0)
        {
            var ended = _ended.Values.Sum();
            var ways = ended == 0 ? "" : ": " + string.Join(", ", _ended.OrderBy(way => way.Key).Select(Describe));
            parts.Add($"{(ended == 0 ? "No" : $"{ended}")} run{(ended == 1 ? "" : "s")} ended in {seconds} s{ways}");
        }

        AddAttempts(_retried, "failed and will be retried");
        AddAttempts(_handedBack, "handed back");
        AddAttempts(_taken, "taken by their targets");
        if (_leftOut.Count > 0)
        {
            var kinds = string.Join(", ", _leftOut.Select(kind => $"{kind.Value} more of '{kind.Key}'"));
            parts.Add(Attempts > 0 ? $"not shown: {kinds}" : $"Not shown of the last {seconds} s: {kinds}");
        }

        return string.Join("; ", parts);

        void AddAttempts(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{count} attempt{(count == 1 ? "" : "s")} {what}");
            }
        }
    }

    private string Describe(KeyValuePair<RunState, int> way)
    {
        var name = way.Key.ToString();
        return $"{way.Value} {char.ToLowerInvariant(name[0])}{name[1..]}"
            + (way.Key == RunState.Failed && _failedLeftOut > 0 ? $" ({_failedLeftOut} not shown)" : "");
    }
}
