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
        filter.TakesOpen || filter.TakesEnded
            ? await ListAsync(await ShardsAsync(tenant, filter, cancellation), tenant, filter, page, cancellation)
            : new Page<RunRecord>([]);

    /// <summary>Those in some shards.</summary>
    internal Task<Page<RunRecord>> ListAsync(
        IReadOnlyList<int> shards, string tenant, RunQuery filter, PageRequest page, CancellationToken cancellation) => FullPage.ReadAsync(
            List,
            page,
            FullPage.LargestFor(shards.Count),
            time,
            (after, size, patience) => ScanAsync(
                shards, new Look(tenant, filter, after, size, FullPage.BytesFor(shards.Count), patience), cancellation),
            listed => ValueTask.FromResult<RunRecord?>(listed.Run),
            (listed, _) => listed.Bytes);

    /// <summary>Where they can be. The runs of a pinned job are in one shard. If the job is gone, or spread, they may be in any.</summary>
    internal async Task<IReadOnlyList<int>> ShardsAsync(string tenant, RunQuery filter, CancellationToken cancellation) =>
        filter.JobId is { } job
        && (await jobs.ReadAsync(tenant, job, cancellation)).Record is { Version: 1, Definition.Placement: Placement.Pinned }
            ? [map.OfJob(tenant, job)]
            : [.. Enumerable.Range(0, map.Count)];

    private static bool Matches(RunRecord run, RunQuery filter) =>
        filter.Takes(run.State)
        && (filter.ScheduleId is null || run.Spec.ScheduleId == filter.ScheduleId)
        && (filter.BatchId is null || run.Spec.BatchId == filter.BatchId)
        && filter.TakesDue(run.Spec.DueAt)
        && filter.TakesEnd(run.End?.At)
        && filter.TakesLabels(run.Spec.Labels);

    private async Task<Scan<ListedRun>> ScanAsync(IReadOnlyList<int> shards, Look look, CancellationToken cancellation)
    {
        var streams = await Task.WhenAll(shards.Select(shard => look.Filter.JobId is null
            ? ReadRunsAsync(shard, look, cancellation)
            : ReadOfJobAsync(shard, look, cancellation)));

        // What follows the end of a stream that continues is unknown: the merged rows end there.
        var horizon = streams.Select(stream => stream.End).OfType<string>().Min(StringComparer.Ordinal);
        var merged = streams.SelectMany(stream => stream.Runs)
            .Where(listed => horizon is null || string.CompareOrdinal(RunId.PositionOf(listed.Run.Id), horizon) <= 0)
            .OrderBy(listed => RunId.PositionOf(listed.Run.Id), StringComparer.Ordinal)
            .Select(listed => (RunId.PositionOf(listed.Run.Id), listed));
        return new Scan<ListedRun>([.. merged], horizon);
    }

    /// <summary>All runs of a shard: a range of their rows, with the tenant as filter.</summary>
    private async Task<RunStream> ReadRunsAsync(int shard, Look look, CancellationToken cancellation)
    {
        var filter = look.Filter;
        var partition = ShardMap.Partition(shard);
        var prefix = $"{Keys.RunPrefix}{partition}-";
        var query = new RowQuery(partition, prefix + filter.FirstPosition(look.After), prefix + filter.LastPosition)
        {
            Limit = look.Size,
            Bytes = look.Bytes,
            Filters = RunRowFilter.OfRuns(look.Tenant, filter),
        };
        var found = await PatientRead.ReadAsync(storage.Tables, query, look.Patience, cancellation);
        return new RunStream(
            [.. found.Rows.Select(ListedRun.TryRead).OfType<ListedRun>().Where(listed => Matches(listed.Run, filter))],
            found.End is null ? null : RunId.PositionOf(found.End[Keys.RunPrefix.Length..]));
    }

    /// <summary>The runs of a job in a shard: its open and its ended ones are two lists in the same order.</summary>
    private async Task<RunStream> ReadOfJobAsync(int shard, Look look, CancellationToken cancellation)
    {
        var filter = look.Filter;
        var partition = ShardMap.Partition(shard);
        var ids = new List<string>();
        string? end = null;
        foreach (var (prefix, filters) in IndexesOf(look.Tenant, filter))
        {
            var from = $"{prefix}{partition}-";
            var query = new RowQuery(partition, from + filter.FirstPosition(look.After), from + filter.LastPosition)
            {
                Limit = look.Size,
                Filters = filters,
                Select = [RunColumns.State],
            };
            var found = await PatientRead.ReadAsync(storage.Tables, query, look.Patience, cancellation);

            // The list of ended runs tells their states, so runs in others need not be read.
            ids.AddRange(found.Rows
                .Where(row => RunColumns.StateOf(row.Columns) is not { } state || filter.Takes(state))
                .Select(row => row.Key[prefix.Length..]));
            if (found.End is not null && RunId.PositionOf(found.End[prefix.Length..]) is var known
                && (end is null || string.CompareOrdinal(known, end) < 0))
            {
                end = known;
            }
        }

        var wanted = ids.Order(StringComparer.Ordinal).Where(id => end is null || string.CompareOrdinal(RunId.PositionOf(id), end) <= 0);
        var (runs, last) = await RunRows.GetUpToAsync(
            storage.Tables, partition, [.. wanted.Distinct(StringComparer.Ordinal)], look.Bytes, cancellation);
        return new RunStream(
            runs.FindAll(listed => listed.Run.Spec.Tenant == look.Tenant && Matches(listed.Run, filter)),
            last is null ? end : RunId.PositionOf(last));
    }

    /// <summary>Where runs that match can be: a run of a job is either open or ended.</summary>
    private static IEnumerable<(string Prefix, IReadOnlyList<ColumnFilter> Filters)> IndexesOf(string tenant, RunQuery filter)
    {
        if (filter.TakesOpen)
        {
            yield return (Keys.OpenPrefix(tenant, filter.JobId!), []);
        }

        if (filter.TakesEnded)
        {
            yield return (Keys.EndedPrefix(tenant, filter.JobId!), RunRowFilter.OfEnded(filter));
        }
    }

    /// <summary>One look at the list.</summary>
    /// <param name="Tenant">Whose runs.</param>
    /// <param name="Filter">Which.</param>
    /// <param name="After">The position before; null: the start.</param>
    /// <param name="Size">Rows of each shard.</param>
    /// <param name="Bytes">Of these rows.</param>
    /// <param name="Patience">How long it may take.</param>
    private sealed record Look(string Tenant, RunQuery Filter, string? After, int Size, int Bytes, Patience Patience);

    /// <param name="Runs">In order.</param>
    /// <param name="End">The last position that was read; null: the stream has ended.</param>
    private sealed record RunStream(List<ListedRun> Runs, string? End);
}
