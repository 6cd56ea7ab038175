using JobScheduler.Shards;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Moves many waiting runs in one commit of the clock, leaving out those that were moved by someone else, and odd rows.</summary>
public sealed class AlarmRounds(RunSignals signals, ILogger<AlarmRounds> logger)
{
    /// <summary>Moves the runs; on return, each was moved or is gone.</summary>
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
                        // A token without a run: edited by hand, or the run has been deleted after its retention.
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
                logger.RowLeftOut(tick.Shard, outcome.FailedKey!, outcome.Failure);
            }
            else
            {
                throw new InvalidOperationException($"waiting runs cannot be moved: row {outcome.FailedKey} is {outcome.Failure}");
            }
        }
    }
}
