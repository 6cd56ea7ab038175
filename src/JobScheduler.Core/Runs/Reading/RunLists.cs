using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Lists of runs, newest due time first, merged over the shards.</summary>
public sealed class RunLists(IStorage storage, ShardMap map, JobCache jobs, TimeProvider time)
{
    private const string List = "runs";

    public async Task<Page<RunRecord>> ListAsync(string tenant, RunQuery filter, PageRequest page, CancellationToken cancellation)
    {
        var shards = filter.JobId is null ? AllShards() : await ShardsOfJobAsync(tenant, filter.JobId, cancellation);
        return await FullPage.ReadAsync(
            List,
            page,
            FullPage.LargestFor(shards.Count),
            time,
            (after, size) => ScanAsync(shards, tenant, filter, after, size, cancellation),
            ValueTask.FromResult<RunRecord?>);
    }

    /// <summary>A position is the part of a run id after its shard; it orders the runs of all shards.</summary>
    private static string PositionOf(string id) => id[3..];

    private static string FirstPosition(RunQuery filter, string? after) =>
        after is not null ? after + "-" : filter.To is { } to ? RunId.InvertedTime(to.AddMilliseconds(-1)) : "0";

    /// <summary>Exclusive; every position begins with a hexadecimal digit.</summary>
    private static string LastPosition(RunQuery filter) => filter.From is { } from ? RunId.InvertedTime(from) + "~" : "~";

    private static bool Matches(RunRecord run, RunQuery filter) =>
        (filter.States.Count == 0 || filter.States.Contains(run.State))
        && (filter.ScheduleId is null || run.Spec.ScheduleId == filter.ScheduleId)
        && (filter.BatchId is null || run.Spec.BatchId == filter.BatchId)
        && (filter.From is null || run.Spec.DueAt >= filter.From)
        && (filter.To is null || run.Spec.DueAt < filter.To)
        && filter.Labels.All(label => run.Spec.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private async Task<Scan<RunRecord>> ScanAsync(
        IReadOnlyList<int> shards, string tenant, RunQuery filter, string? after, int size, CancellationToken cancellation)
    {
        var streams = await Task.WhenAll(shards.Select(shard => filter.JobId is null
            ? ReadRunsAsync(shard, tenant, filter, after, size, cancellation)
            : ReadOfJobAsync(shard, tenant, filter, after, size, cancellation)));

        // What follows the end of a stream that continues is unknown: the merged rows end there.
        var horizon = streams.Select(stream => stream.End).OfType<string>().Min(StringComparer.Ordinal);
        var merged = streams.SelectMany(stream => stream.Runs)
            .Where(run => horizon is null || string.CompareOrdinal(PositionOf(run.Id), horizon) <= 0)
            .OrderBy(run => PositionOf(run.Id), StringComparer.Ordinal)
            .Select(run => (PositionOf(run.Id), run));
        return new Scan<RunRecord>([.. merged], horizon);
    }

    private List<int> AllShards() => [.. Enumerable.Range(0, map.Count)];

    /// <summary>The runs of a pinned job are in one shard. If the job is gone, or spread, they may be in any.</summary>
    private async Task<List<int>> ShardsOfJobAsync(string tenant, string job, CancellationToken cancellation)
    {
        var read = await jobs.ReadAsync(tenant, job, cancellation);
        return read.Record is { Version: 1, Definition.Placement: Placement.Pinned } ? [map.OfJob(tenant, job)] : AllShards();
    }

    /// <summary>All runs of a shard: a range of their rows, with the tenant as filter.</summary>
    private async Task<RunStream> ReadRunsAsync(
        int shard, string tenant, RunQuery filter, string? after, int limit, CancellationToken cancellation)
    {
        var partition = ShardMap.Partition(shard);
        var prefix = $"{Keys.RunPrefix}{partition}-";
        var filters = new List<ColumnFilter> { new(RunColumns.Tenant, Comparison.Equal, tenant) };
        if (filter.States.Count == 1)
        {
            filters.Add(new ColumnFilter(RunColumns.State, Comparison.Equal, filter.States[0].ToString()));
        }

        if (filter.BatchId is not null)
        {
            filters.Add(new ColumnFilter(RunColumns.Batch, Comparison.Equal, filter.BatchId));
        }

        var query = new RowQuery(partition, prefix + FirstPosition(filter, after), prefix + LastPosition(filter))
        {
            Limit = limit,
            Filters = filters,
        };
        var page = await storage.Tables.ReadAsync(query, cancellation);
        var runs = page.Rows.Select(RunColumns.TryRead).OfType<RunRecord>().Where(run => Matches(run, filter)).ToList();

        // A filtered page may be empty although more follow. It has no last row for a continuation, and the continuation of the driver must
        // not be handed out, so the read continues at once.
        while (page is { Continuation: not null, Rows.Count: 0 })
        {
            page = await storage.Tables.ReadAsync(query with { Continuation = page.Continuation }, cancellation);
            runs.AddRange(page.Rows.Select(RunColumns.TryRead).OfType<RunRecord>().Where(run => Matches(run, filter)));
        }

        return new RunStream(runs, page.Continuation is null ? null : PositionOf(page.Rows[^1].Key[Keys.RunPrefix.Length..]));
    }

    /// <summary>The runs of a job in a shard: its open and its ended ones are two lists in the same order.</summary>
    private async Task<RunStream> ReadOfJobAsync(
        int shard, string tenant, RunQuery filter, string? after, int limit, CancellationToken cancellation)
    {
        var partition = ShardMap.Partition(shard);
        var ids = new List<string>();
        string? end = null;
        foreach (var prefix in PrefixesOf(tenant, filter))
        {
            var from = $"{prefix}{partition}-";
            var query = new RowQuery(partition, from + FirstPosition(filter, after), from + LastPosition(filter))
            {
                Limit = limit,
                Select = [],
            };
            var page = await storage.Tables.ReadAsync(query, cancellation);
            ids.AddRange(page.Rows.Select(row => row.Key[prefix.Length..]));
            if (page.Continuation is not null && page.Rows.Count > 0 && PositionOf(page.Rows[^1].Key[prefix.Length..]) is var last
                && (end is null || string.CompareOrdinal(last, end) < 0))
            {
                end = last;
            }
        }

        var wanted = ids.Order(StringComparer.Ordinal).Where(id => end is null || string.CompareOrdinal(PositionOf(id), end) <= 0);
        var runs = await RunRows.GetManyAsync(storage.Tables, partition, wanted.Distinct(StringComparer.Ordinal), cancellation);
        return new RunStream(runs.FindAll(run => run.Spec.Tenant == tenant && Matches(run, filter)), end);
    }

    /// <summary>Where runs in these states can be: a run of a job is either open or ended.</summary>
    private static IEnumerable<string> PrefixesOf(string tenant, RunQuery filter)
    {
        if (filter.States.Count == 0 || filter.States.Any(state => !state.IsTerminal()))
        {
            yield return Keys.OpenPrefix(tenant, filter.JobId!);
        }

        if (filter.States.Count == 0 || filter.States.Any(state => state.IsTerminal()))
        {
            yield return Keys.EndedPrefix(tenant, filter.JobId!);
        }
    }

    /// <param name="Runs">In order.</param>
    /// <param name="End">The last position that was read; null: the stream has ended.</param>
    private sealed record RunStream(List<RunRecord> Runs, string? End);
}

/// <summary>Selects runs; all given conditions must hold. An empty list is no condition.</summary>
public sealed record RunQuery
{
    public string? JobId { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public IReadOnlyList<RunState> States { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }
}
