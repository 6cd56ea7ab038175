using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.DeadLetters;

/// <summary>Lists of dead letters, newest first, merged over the shards.</summary>
public sealed class DeadLetterLists(IStorage storage, ShardMap map, TimeProvider time)
{
    private const string List = "dead-letters";

    /// <summary>Causes are counted over this many of the newest dead letters of each shard.</summary>
    private const int MostCounted = 10_000;

    /// <summary>More causes than these are no help to anyone, and an answer has an end.</summary>
    private const int MostCauses = 1_000;

    /// <summary>Causes that are counted; where targets give each failure a name of its own, the first ones must do.</summary>
    private const int MostCountedCauses = 10_000;

    /// <summary>What has not been read by then is not counted.</summary>
    private static readonly TimeSpan LongestCount = TimeSpan.FromSeconds(5);

    public Task<Page<DeadLetter>> ListAsync(string tenant, DeadLetterQuery filter, PageRequest page, CancellationToken cancellation) =>
        ListAsync([.. Enumerable.Range(0, map.Count)], tenant, filter, page, cancellation);

    /// <summary>How many of all shards an operation would take.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="counts">Whether it would take one.</param>
    /// <param name="most">It would stop after this many; null: never.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal Task<MatchCount> CountAsync(
        string tenant, DeadLetterQuery filter, Func<DeadLetter, bool> counts, int? most, CancellationToken cancellation) =>
        MatchCounting.CountAsync(
            [.. Enumerable.Range(0, map.Count)],
            (shard, page) => ListAsync([shard], tenant, filter, page, cancellation),
            counts,
            most,
            time);

    /// <summary>
    /// Causes with their counts, the most frequent first; no more than <see cref="MostCauses"/>, and of what can be read in five seconds.
    /// </summary>
    public async Task<IReadOnlyList<CauseCount>> CausesAsync(string tenant, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, CauseCount>(StringComparer.Ordinal);
        var patience = new Patience(time, LongestCount);
        foreach (var shard in Enumerable.Range(0, map.Count))
        {
            await CountCausesAsync(shard, tenant, counts, patience, cancellation);
        }

        return [.. counts.Values
            .OrderByDescending(cause => cause.Count)
            .ThenBy(cause => cause.Id, StringComparer.Ordinal)
            .Take(MostCauses)];
    }

    /// <summary>Reads the causes alone: the messages and errors of tens of thousands are too much to hold.</summary>
    private async Task CountCausesAsync(
        int shard, string tenant, Dictionary<string, CauseCount> counts, Patience patience, CancellationToken cancellation)
    {
        var query = Query(shard, tenant, new DeadLetterQuery(), null, StorageLimits.RowsPerPage) with
        {
            Select = [DeadLetterRow.CauseColumn, DeadLetterRow.TitleColumn, DeadLetterRow.DeadAtColumn],
        };
        for (var read = 0; read < MostCounted && !patience.IsOver; read += StorageLimits.RowsPerPage)
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            foreach (var letter in page.Rows.Select(row => DeadLetterRow.Read(row, Keys.DeadLetterPrefix(tenant))))
            {
                var (cause, at) = (letter.Cause, letter.DeadAt);
                if (counts.Count == MostCountedCauses && !counts.ContainsKey(cause.Id))
                {
                    continue;
                }

                counts[cause.Id] = counts.TryGetValue(cause.Id, out var known)
                    ? known with
                    {
                        Count = known.Count + 1,
                        First = at < known.First ? at : known.First,
                        Last = at > known.Last ? at : known.Last,
                    }
                    : new CauseCount(cause.Id, cause.Title, 1, at, at);
            }

            if (page.Continuation is null)
            {
                return;
            }

            query = query with { Continuation = page.Continuation };
        }
    }

    private static RowQuery Query(int shard, string tenant, DeadLetterQuery filter, string? after, int limit)
    {
        var prefix = Keys.DeadLetterPrefix(tenant);
        var filters = new List<ColumnFilter>();
        if (filter.JobId is not null)
        {
            filters.Add(new ColumnFilter(RunColumns.Job, Comparison.Equal, filter.JobId));
        }

        if (filter.Cause is not null)
        {
            filters.Add(new ColumnFilter(DeadLetterRow.CauseColumn, Comparison.Equal, filter.Cause));
        }

        // Newest first: the end of the time range is where the rows begin.
        var from = after is not null ? after + "-" : filter.To is { } to ? RunId.InvertedTimeBefore(to) : "0";
        var end = filter.From is { } first ? RunId.InvertedTime(first) + "~" : "~";
        return new RowQuery(ShardMap.Partition(shard), prefix + from, prefix + end) { Limit = limit, Filters = filters };
    }

    private Task<Page<DeadLetter>> ListAsync(
        IReadOnlyList<int> shards, string tenant, DeadLetterQuery filter, PageRequest page, CancellationToken cancellation) =>
        FullPage.ReadAsync(
            List,
            page,
            FullPage.LargestFor(shards.Count),
            time,
            (after, size, patience) => ScanAsync(
                tenant,
                shards.Select(shard => Query(shard, tenant, filter, after, size) with { Bytes = FullPage.BytesFor(shards.Count) }),
                patience,
                cancellation),
            row => ValueTask.FromResult<DeadLetter?>(DeadLetterRow.Read(row, Keys.DeadLetterPrefix(tenant))),
            (row, _) => JsonSize.Of(row));

    private async Task<Scan<Row>> ScanAsync(
        string tenant, IEnumerable<RowQuery> queries, Patience patience, CancellationToken cancellation)
    {
        var streams = await Task.WhenAll(queries.Select(query => PatientRead.ReadAsync(storage.Tables, query, patience, cancellation)));
        var horizon = streams.Select(stream => stream.End).OfType<string>().Min(StringComparer.Ordinal);
        var prefix = Keys.DeadLetterPrefix(tenant).Length;
        var merged = streams.SelectMany(stream => stream.Rows)
            .Where(row => horizon is null || string.CompareOrdinal(row.Key, horizon) <= 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => (row.Key[prefix..], row));
        return new Scan<Row>([.. merged], horizon?[prefix..]);
    }
}

/// <summary>Selects dead letters, in the form stored by operations; all given conditions must hold.</summary>
public sealed record DeadLetterQuery(string? JobId = null, string? Cause = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>What a caller means: a blank text is no condition.</summary>
    public static DeadLetterQuery Of(DeadLetterConditions filter) =>
        new(Conditions.Text(filter.JobId), Conditions.Text(filter.Cause), filter.From, filter.To);
}
