namespace JobScheduler.Shards;

/// <summary>Says that the line at a gate may be able to move.</summary>
/// <param name="Gate">The prefix of the gate's keys.</param>
/// <param name="IsFreed">Whether a place has become free; otherwise a run has joined the line.</param>
public readonly record struct LineHint(string Gate, bool IsFreed);

/// <summary>
/// Is told of lines that may be able to move, after the commit that made it so. For speed only: the alarm of a line moves it as well, if
/// whoever is told dies.
/// </summary>
public interface ILineListener
{
    /// <summary>Returns at once; must not fail.</summary>
    void Hint(int shard, LineHint hint);
}
