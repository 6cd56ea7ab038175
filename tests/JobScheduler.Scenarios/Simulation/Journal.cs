namespace JobScheduler.Scenarios.Simulation;

/// <summary>What the targets of a world saw, in order.</summary>
internal sealed class Journal
{
    private readonly List<Execution> _executions = [];
    private readonly Dictionary<string, int> _saved = new(StringComparer.Ordinal);

    public IReadOnlyList<Execution> Executions => _executions;

    public Execution Begin(string process, string run, int attempt, DateTimeOffset at)
    {
        var execution = new Execution(process, run, attempt, at);
        _executions.Add(execution);
        return execution;
    }

    /// <summary>An attempt was told that its state is stored.</summary>
    public void Saved(string run, int state) => _saved[run] = state;

    /// <summary>The last state of a run that an attempt was told is stored; 0 for none.</summary>
    public int LastSaved(string run) => _saved.GetValueOrDefault(run);

    /// <summary>How often the target of a run was called.</summary>
    public int CountOf(string run) => _executions.Count(execution => execution.Run == run);

    /// <summary>One call of a target.</summary>
    internal sealed record Execution(string Process, string Run, int Attempt, DateTimeOffset At)
    {
        /// <summary>When the target was told to stop; null if it was not.</summary>
        public DateTimeOffset? CanceledAt { get; set; }

        /// <summary>Whether the target was told to stop.</summary>
        public bool WasCanceled => CanceledAt is not null;
    }
}
