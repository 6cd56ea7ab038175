namespace JobScheduler.Operations;

/// <summary>Counts what an operation on a list would process, without starting it.</summary>
internal static class MatchCounting
{
    private const int PageSize = 1000;

    /// <summary>A caller waits for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="shards">Where they are. One after the other: a page over all shards reads as much of each as of one.</param>
    /// <param name="list">Reads a page of a shard.</param>
    /// <param name="counts">Whether the operation would process an item.</param>
    /// <param name="most">It would stop after this many; null: never.</param>
    /// <param name="time">Measures patience.</param>
    public static async Task<MatchCount> CountAsync<T>(
        IReadOnlyList<int> shards, Func<int, PageRequest, Task<Page<T>>> list, Func<T, bool> counts, int? most, TimeProvider time)
    {
        var patience = new Patience(time, Longest);
        var count = 0;
        foreach (var (index, shard) in shards.Index())
        {
            string? continuation = null;
            do
            {
                var page = await list(shard, new PageRequest(PageSize, continuation));
                count += page.Items.Count(counts);
                continuation = page.Continuation;
                if (count >= most)
                {
                    return new MatchCount(most.Value, More: false);
                }

                if (patience.IsOver && (continuation is not null || index < shards.Count - 1))
                {
                    return new MatchCount(count, More: true);
                }
            }
            while (continuation is not null);
        }

        return new MatchCount(count, More: false);
    }
}
