using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>Moves a run that waits, around rows that are missing or in the way.</summary>
internal static class WaitingMoves
{
    /// <returns>False: its token is gone, because somebody else moved the run first.</returns>
    /// <exception cref="Storage.StorageException">Storage failed for longer than the patience.</exception>
    public static async Task<bool> TryAsync(
        ShardWriter writer, int shard, OpenRun run, Action<CommitDraft, IReadOnlySet<string>> move, TimeSpan patience)
    {
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await writer.CommitAsync(
                shard, new CommitPart(draft => move(draft, skip), new Proof(run.Token, row => row is null), patience));
            if (outcome.Succeeded || outcome.FailedKey == run.Token)
            {
                return outcome.Succeeded;
            }

            if (!skip.Add(outcome.FailedKey!))
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of run {run.Id}: {outcome.Failure}");
            }
        }
    }
}
