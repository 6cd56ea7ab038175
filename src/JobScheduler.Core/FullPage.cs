namespace JobScheduler;

/// <summary>
/// Fills pages of lists whose filters are judged after reading: reads on until a page is full, the list has ended, or the request's
/// patience is over. A page is full when it has as many items as were asked for, or as many bytes as an answer may have.
/// </summary>
internal static class FullPage
{
    /// <summary>Rows that one scan may hold in memory, over all shards.</summary>
    private const int MostInMemory = 8000;

    /// <summary>Bytes of rows that one scan may hold in memory, over all shards.</summary>
    private const int BytesInMemory = 8 * 1024 * 1024;

    private const int LargestScan = 1000;

    /// <summary>
    /// Items that are read at a time. Not one by one, so that a small page of few matches is filled soon; not all, because each may have
    /// a large content elsewhere.
    /// </summary>
    private const int ReadAtOnce = 8;

    /// <summary>How many rows of each shard a scan should read at most when few match.</summary>
    public static int LargestFor(int shards) => Math.Clamp(MostInMemory / shards, 1, LargestScan);

    /// <summary>How many bytes of rows of each shard a scan should read at most.</summary>
    public static int BytesFor(int shards) => BytesInMemory / shards;

    /// <param name="list">The name of the list in its continuations.</param>
    /// <param name="page">The page.</param>
    /// <param name="largest">Rows that a scan should read at most; more than the page's limit when few match.</param>
    /// <param name="time">Measures patience.</param>
    /// <param name="scan">
    /// Reads about so many rows after a position (null: from the start), in the order of the list; fewer when patience is over.
    /// </param>
    /// <param name="read">The item of a row; null: it does not belong to the list.</param>
    /// <param name="weigh">About how many bytes of JSON an item has.</param>
    /// <exception cref="RefusalException">The continuation is not one of this list.</exception>
    public static async Task<Page<T>> ReadAsync<TRow, T>(
        string list,
        PageRequest page,
        int largest,
        TimeProvider time,
        Func<string?, int, Patience, Task<Scan<TRow>>> scan,
        Func<TRow, ValueTask<T?>> read,
        Func<TRow, T, long> weigh)
        where T : class
    {
        var patience = new Patience(time, page.Patience);
        var items = new List<T>();
        var bytes = 0L;
        var after = PageMark.Read(page.Continuation, list);
        for (var size = page.Limit; ; size = Math.Max(page.Limit, Math.Min(2 * size, largest)))
        {
            var (rows, end) = await scan(after, size, patience);
            for (var next = 0; next < rows.Count;)
            {
                var some = rows.GetRange(next, Math.Min(ReadAtOnce, rows.Count - next));
                foreach (var (index, item) in (await Task.WhenAll(some.Select(row => read(row.Row).AsTask()))).Index())
                {
                    if (item is null)
                    {
                        continue;
                    }

                    bytes += weigh(some[index].Row, item);
                    if (items.Count == page.Limit || (items.Count > 0 && bytes > page.Bytes))
                    {
                        return new Page<T>(items, PageMark.Write(list, next + index > 0 ? rows[next + index - 1].Position : after!));
                    }

                    items.Add(item);
                }

                next += some.Count;
                if (next < rows.Count && patience.IsOver)
                {
                    return new Page<T>(items, PageMark.Write(list, rows[next - 1].Position));
                }
            }

            // A full page is the last one if nothing of what has been read belongs to the next.
            if (end is null || items.Count == page.Limit || patience.IsOver)
            {
                return new Page<T>(items, end is null ? null : PageMark.Write(list, end));
            }

            after = end;
        }
    }
}

/// <summary>Some rows of a list.</summary>
/// <param name="Rows">In its order, without those that are known not to belong to it.</param>
/// <param name="End">The position up to which all rows have been read; null: to the end of the list.</param>
internal sealed record Scan<T>(List<(string Position, T Row)> Rows, string? End);
