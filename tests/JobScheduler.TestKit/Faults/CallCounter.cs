namespace JobScheduler.TestKit;

/// <summary>Counts storage calls by name, for budgets. Safe for concurrent use; may be shared by several wrappers.</summary>
public sealed class CallCounter
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Gets => Of(CallNames.Get);

    public int Reads => Of(CallNames.Read);

    public int Commits => Of(CallNames.Commit);

    public int Sends => Of(CallNames.Send);

    /// <summary>Receives that brought a message.</summary>
    public int Receives => Of(CallNames.Receive) - EmptyReceives;

    /// <summary>Receives that found the queue empty: polling, which budgets leave apart.</summary>
    public int EmptyReceives { get; private set; }

    public int Extends => Of(CallNames.Extend);

    public int Deletes => Of(CallNames.Delete);

    /// <summary>Get, read and commit.</summary>
    public int TableCalls => Gets + Reads + Commits;

    /// <summary>All calls but the empty receives: what the budgets are about.</summary>
    public int Total
    {
        get
        {
            lock (_gate)
            {
                return _counts.Values.Sum() - EmptyReceives;
            }
        }
    }

    /// <summary>How often the call of this name was made, failed ones included.</summary>
    public int Of(string name)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault(name);
        }
    }

    /// <summary>Begins again at nothing.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _counts.Clear();
            EmptyReceives = 0;
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join(", ", _counts.Select(count => $"{count.Key} {count.Value}")) + $" ({EmptyReceives} empty)";
        }
    }

    internal void Made(string name)
    {
        lock (_gate)
        {
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }
    }

    internal void WasEmpty()
    {
        lock (_gate)
        {
            EmptyReceives++;
        }
    }
}
