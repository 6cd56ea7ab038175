namespace JobScheduler.Runs;

/// <summary>Counts of runs by state, from several shards at once, with a bound on time and rows. Safe for concurrent use.</summary>
internal sealed class RunTally(Patience patience, int most)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RunState, int> _counts = new(EnumText.Values<RunState>().ToDictionary(state => state, _ => 0));
    private int _rows;
    private bool _stopped;

    /// <summary>Adds what a page has shown.</summary>
    /// <param name="rows">How many rows were read.</param>
    /// <param name="states">The states of those that match.</param>
    public void Add(int rows, IEnumerable<RunState> states)
    {
        lock (_gate)
        {
            _rows += rows;
            foreach (var state in states)
            {
                _counts[state]++;
            }
        }
    }

    /// <summary>To be asked before reading more. False: that is not read, and the counts are lower bounds.</summary>
    public bool GoesOn()
    {
        lock (_gate)
        {
            _stopped |= _rows >= most || patience.IsOver;
            return !_stopped;
        }
    }

    public RunCounts ToCounts()
    {
        lock (_gate)
        {
            return new RunCounts { Counts = _counts, Total = _counts.Values.Sum(), Exact = !_stopped };
        }
    }
}
