using JobScheduler.Gates;
using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>Is told by the clock that a run has ended whose end somebody waits for, such as a schedule of mode delay.</summary>
public interface IRunEnded
{
    /// <summary>
    /// Acts on the end; told again when the clock died in between, so that it must find out whether it has acted already.
    /// </summary>
    /// <param name="tick">The tick.</param>
    /// <param name="ended">The run, and who waits for it.</param>
    /// <param name="at">When it ended.</param>
    Task AfterEndAsync(ShardTick tick, GateAlarm ended, DateTimeOffset at);
}
