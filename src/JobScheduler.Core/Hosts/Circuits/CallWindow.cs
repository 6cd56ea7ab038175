namespace JobScheduler.Hosts.Circuits;

/// <summary>
/// The calls of a process to one host that ended within a window of time. Failures are kept with their times, as many as open the circuit;
/// successes are counted in tenths of the window. Pure: the caller says what time it is.
/// </summary>
public sealed class CallWindow
{
    private const int Slices = 10;

    private readonly Queue<TimeSpan> _failures = new();
    private readonly int[] _successes = new int[Slices + 1];
    private long _slice;

    /// <summary>A call has succeeded.</summary>
    public void Succeeded(CircuitTerms terms, TimeSpan now)
    {
        Turn(terms, now);
        _successes[_slice % _successes.Length]++;
    }

    /// <summary>A call has failed.</summary>
    /// <returns>How many have failed in the window if that opens the circuit; otherwise 0.</returns>
    public int Failed(CircuitTerms terms, TimeSpan now)
    {
        Turn(terms, now);
        _failures.Enqueue(now);
        while (_failures.Peek() <= now - terms.Window)
        {
            _failures.Dequeue();
        }

        // More are not needed to know; a hundred times as many do not take memory.
        while (_failures.Count > 100 * terms.Failures)
        {
            _failures.Dequeue();
        }

        return _failures.Count >= terms.Failures && _failures.Count >= _successes.Sum() ? _failures.Count : 0;
    }

    /// <summary>Forgets all: the circuit has opened or closed.</summary>
    public void Clear()
    {
        _failures.Clear();
        Array.Clear(_successes);
    }

    private void Turn(CircuitTerms terms, TimeSpan now)
    {
        var slice = now.Ticks / Math.Max(1, terms.Window.Ticks / Slices);
        for (var passed = Math.Clamp(slice - _slice, 0, _successes.Length); passed > 0; passed--)
        {
            _successes[(slice - passed + 1) % _successes.Length] = 0;
        }

        _slice = slice;
    }
}
