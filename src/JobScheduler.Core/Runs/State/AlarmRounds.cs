using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Moves many waiting runs in one commit of the clock, around those that somebody else moved and around odd rows.</summary>
public sealed partial class AlarmRounds(RunSignals signals, ILogger<AlarmRounds> logger)
{
    /// <summary>Moves the runs; each is moved, or found to be gone, when this returns.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="runs">As many as fit into one commit.</param>
    /// <param name="move">Consumes the run's token and writes what follows.</param>
    public async Task MoveAsync(ShardTick tick, IReadOnlyList<OpenRun> runs, Action<CommitDraft, OpenRun, IReadOnlySet<string>> move)
    {
        var left = runs.ToList();
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var outcome = await tick.CommitAsync(draft =>
            {
                foreach (var run in left)
                {
                    if (skip.Contains(Keys.Run(run.Id)))
                    {
                        // A token without a run: edited by hand, or the run's time was over.
                        draft.Delete(run.Token);
                    }
                    else
                    {
                        move(draft, run, skip);
                    }
                }
            });
            if (outcome.Succeeded)
            {
                left.ForEach(run => signals.Moved(run.Id));
                return;
            }

            var at = left.FindIndex(run => run.Token == outcome.FailedKey);
            if (at >= 0)
            {
                left.RemoveAt(at);
            }
            else if (skip.Add(outcome.FailedKey!))
            {
                LogOddRow(logger, tick.Shard, outcome.FailedKey!, outcome.Failure);
            }
            else
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way: {outcome.Failure}");
            }
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "Shard {Shard}: row {Key} is {Failure}; it is left out")]
    private static partial void LogOddRow(ILogger logger, int shard, string key, CommitFailure failure);
}
