using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Ends attempts whose token, an alarm, has rung.</summary>
internal static class AttemptAlarms
{
    /// <returns>The run as it was; null when the alarm was nobody's, or somebody else ended the attempt first.</returns>
    public static async Task<RunRecord?> EndAsync(ShardTick tick, Row alarm, bool cancelRequested, AttemptEnd end, double chance)
    {
        var id = Token.Read(alarm.Key).Run;
        var row = id is null ? null : await tick.GetAsync(Keys.Run(id));
        var run = row is null ? null : RunColumns.TryRead(row);
        if (run is null || run.Token.Key != alarm.Key || run.Claim is null)
        {
            // A lease that is no run's token: edited by hand. Repair gives the run a token when it lacks one.
            await tick.CommitAsync(draft => draft.Delete(alarm.Key, alarm.ETag));
            return null;
        }

        var held = OpenRun.Of(run, row!);
        var verdict = Verdict.Of(run.Spec.Retry, held.Step, end, cancelRequested || run.Cancel is not null, chance);
        var finish =
            AttemptFinish.Of(run.Attempt, run.Claim, end, verdict, AttemptFinish.ByClock) with { TokenETag = alarm.ETag, Logged = true };
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await tick.CommitAsync(draft => RunEndings.Finish(draft, held, finish, skip));
            if (outcome.Succeeded)
            {
                return run;
            }

            // The token: a beat, an end or a cancel was faster; what is left of the alarm rings again.
            if (outcome.FailedKey == alarm.Key || !skip.Add(outcome.FailedKey!))
            {
                return null;
            }
        }
    }
}
