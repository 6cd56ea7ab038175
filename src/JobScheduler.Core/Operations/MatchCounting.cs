namespace JobScheduler.Operations;

/// <summary>Counts what an operation on a list would process, without starting it.</summary>
internal static class MatchCounting
{
    private const int PageSize = 1000;

    /// <summary>A caller waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="list">Reads a page.</param>
    /// <param name="counts">Whether the operation would process an item.</param>
    /// <param name="most">It would stop after this many; null: never.</param>
    /// <param name="time">Measures patience.</param>
    public static async Task<MatchCount> CountAsync<T>(
        Func<PageRequest, Task<Page<T>>> list, Func<T, bool> counts, int? most, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var count = 0;
        string? continuation = null;
        do
        {
            var page = await list(new PageRequest(PageSize, continuation));
            count += page.Items.Count(counts);
            continuation = page.Continuation;
        }
        while (continuation is not null && !(count >= most) && time.GetElapsedTime(start) < Patience);

        return count >= most ? new MatchCount(most.Value, More: false) : new MatchCount(count, continuation is not null);
    }
}
