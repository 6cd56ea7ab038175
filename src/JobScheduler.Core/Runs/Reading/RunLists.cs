using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Lists of runs, newest due time first, merged over the shards.</summary>
public sealed class RunLists(IStorage storage, ShardMap map, JobCache jobs, TimeProvider time)
{
    private const string List = "runs";

    public async Task<Page<RunRecord>> ListAsync(string tenant, RunQuery filter, PageRequest page, CancellationToken cancellation) =>
        await ListAsync(await ShardsAsync(tenant, filter, cancellation), tenant, filter, page, cancellation);

    /// <summary>Those in some shards.</summary>
    internal Task<Page<RunRecord>> ListAsync(
        IReadOnlyList<int> shards, string tenant, RunQuery filter, PageRequest page, CancellationToken cancellation) => FullPage.ReadAsync(
            List,
            page,
            FullPage.LargestFor(shards.Count),
            time,
            (after, size, patience) => ScanAsync(shards, new Look(tenant, filter, after, size, patience), cancellation),
            ValueTask.FromResult<RunRecord?>);

    /// <summary>Where they can be. The runs of a pinned job are in one shard. If the job is gone, or spread, they may be in any.</summary>
    internal async Task<IReadOnlyList<int>> ShardsAsync(string tenant, RunQuery filter, CancellationToken cancellation) =>
        filter.JobId is { } job
        && (await jobs.ReadAsync(tenant, job, cancellation)).Record is { Version: 1, Definition.Placement: Placement.Pinned }
            ? [map.OfJob(tenant, job)]
            : [.. Enumerable.Range(0, map.Count)];

    /// <summary>A position is the part of a run id after its shard; it orders the runs of all shards.</summary>
    private static string PositionOf(string id) => id[3..];

    private static string FirstPosition(RunQuery filter, string? after) =>
        after is not null ? after + "-" : filter.To is { } to ? RunId.InvertedTimeBefore(to) : "0";

    /// <summary>Exclusive; every position begins with a hexadecimal digit.</summary>
    private static string LastPosition(RunQuery filter) => filter.From is { } from ? RunId.InvertedTime(from) + "~" : "~";

    private static bool Matches(RunRecord run, RunQuery filter) =>
        (filter.States.Count == 0 || filter.States.Contains(run.State))
        && (filter.ScheduleId is null || run.Spec.ScheduleId == filter.ScheduleId)
        && (filter.BatchId is null || run.Spec.BatchId == filter.BatchId)
        && (filter.From is null || run.Spec.DueAt >= filter.From)
        && (filter.To is null || run.Spec.DueAt < filter.To)
        && filter.Labels.All(label => run.Spec.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private async Task<Scan<RunRecord>> ScanAsync(IReadOnlyList<int> shards, Look look, CancellationToken cancellation)
    {
        var streams = await Task.WhenAll(shards.Select(shard => look.Filter.JobId is null
            ? ReadRunsAsync(shard, look, cancellation)
            : ReadOfJobAsync(shard, look, cancellation)));

        // What follows the end of a stream that continues is unknown: the merged rows end there.
        var horizon = streams.Select(stream => stream.End).OfType<string>().Min(StringComparer.Ordinal);
        var merged = streams.SelectMany(stream => stream.Runs)
            .Where(run => horizon is null || string.CompareOrdinal(PositionOf(run.Id), horizon) <= 0)
            .OrderBy(run => PositionOf(run.Id), StringComparer.Ordinal)
            .Select(run => (PositionOf(run.Id), run));
        return new Scan<RunRecord>([.. merged], horizon);
    }

    /// <summary>All runs of a shard: a range of their rows, with the tenant as filter.</summary>
    private async Task<RunStream> ReadRunsAsync(int shard, Look look, CancellationToken cancellation)
    {
        var filter = look.Filter;
        var partition = ShardMap.Partition(shard);
        var prefix = $"{Keys.RunPrefix}{partition}-";
        var filters = new List<ColumnFilter> { new(RunColumns.Tenant, Comparison.Equal, look.Tenant) };
        if (filter.States.Count == 1)
        {
            filters.Add(new ColumnFilter(RunColumns.State, Comparison.Equal, filter.States[0].ToString()));
        }

        if (filter.BatchId is not null)
        {
            filters.Add(new ColumnFilter(RunColumns.Batch, Comparison.Equal, filter.BatchId));
        }

        var query = new RowQuery(partition, prefix + FirstPosition(filter, look.After), prefix + LastPosition(filter))
        {
            Limit = look.Size,
            Filters = filters,
        };
        var found = await PatientRead.ReadAsync(storage.Tables, query, look.Patience, cancellation);
        return new RunStream(
            [.. found.Rows.Select(RunColumns.TryRead).OfType<RunRecord>().Where(run => Matches(run, filter))],
            found.End is null ? null : PositionOf(found.End[Keys.RunPrefix.Length..]));
    }

    /// <summary>The runs of a job in a shard: its open and its ended ones are two lists in the same order.</summary>
    private async Task<RunStream> ReadOfJobAsync(int shard, Look look, CancellationToken cancellation)
    {
        var filter = look.Filter;
        var partition = ShardMap.Partition(shard);
        var ids = new List<string>();
        string? end = null;
        foreach (var prefix in PrefixesOf(look.Tenant, filter))
        {
            var from = $"{prefix}{partition}-";
            var query = new RowQuery(partition, from + FirstPosition(filter, look.After), from + LastPosition(filter))
            {
                Limit = look.Size,
                Select = [],
            };
            var found = await PatientRead.ReadAsync(storage.Tables, query, look.Patience, cancellation);
            ids.AddRange(found.Rows.Select(row => row.Key[prefix.Length..]));
            if (found.End is not null && PositionOf(found.End[prefix.Length..]) is var last
                && (end is null || string.CompareOrdinal(last, end) < 0))
            {
                end = last;
            }
        }

        var wanted = ids.Order(StringComparer.Ordinal).Where(id => end is null || string.CompareOrdinal(PositionOf(id), end) <= 0);
        var runs = await RunRows.GetManyAsync(storage.Tables, partition, wanted.Distinct(StringComparer.Ordinal), cancellation);
        return new RunStream(runs.FindAll(run => run.Spec.Tenant == look.Tenant && Matches(run, filter)), end);
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

    /// <summary>One look at the list.</summary>
    /// <param name="Tenant">Whose runs.</param>
    /// <param name="Filter">Which.</param>
    /// <param name="After">The position before; null: the start.</param>
    /// <param name="Size">Rows of each shard.</param>
    /// <param name="Patience">How long it may take.</param>
    private sealed record Look(string Tenant, RunQuery Filter, string? After, int Size, Patience Patience);

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
