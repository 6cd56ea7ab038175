using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The unfinished runs of a job in one shard: whether one of them is to run, and when the next one is due. Both are right however many
/// there are; counts stop. Reads are few, unless more runs than a page holds are due soon: then all of those are read.
/// </summary>
/// <remarks>
/// The rows are in the order of due times, the latest first, and say nothing but their run. Only runs that are due soon can have left the
/// state Scheduled, so only their rows are read.
/// </remarks>
internal sealed class OpenRuns(ITableStore tables, int shard, string tenant, string job, DateTimeOffset now)
{
    /// <summary>Runs that are due later have not been dispatched. Twice the clock's reach, because clocks of processes differ.</summary>
    private readonly DateTimeOffset _soon = now + 2 * RunPlaces.Lookahead;

    private readonly string _partition = ShardMap.Partition(shard);
    private readonly string _prefix = Keys.OpenPrefix(tenant, job);

    /// <param name="most">How many runs are counted, those that are due soon first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<OpenRunsSummary> SummarizeAsync(int most, CancellationToken cancellation)
    {
        var counts = new Dictionary<RunState, int>();
        var (ids, more) = await IdsAsync(null, _soon, cancellation);
        var states = await new RunStates(tables, _partition, tenant, job).OfAsync(ids, cancellation);
        foreach (var (_, state) in states.Take(most))
        {
            counts[state] = counts.GetValueOrDefault(state) + 1;
        }

        var (isBusy, next) = more
            ? await BeyondAsync(states, cancellation)
            : (states.Exists(run => run.State != RunState.Scheduled), Earliest(states));
        var left = most - counts.Values.Sum();
        if (next is null || left > 0)
        {
            (ids, more) = await IdsAsync(_soon, null, cancellation);
            next ??= more ? await EarliestAsync(RunId.DueOf(ids[^1]), cancellation) : ids is [.., var last] ? RunId.DueOf(last) : null;
            if (Math.Min(left, ids.Count) is > 0 and var counted)
            {
                counts[RunState.Scheduled] = counts.GetValueOrDefault(RunState.Scheduled) + counted;
            }
        }

        return new OpenRunsSummary(counts, isBusy, next);
    }

    private static DateTimeOffset? Earliest(List<(string Id, RunState State)> runs) =>
        runs.FindLast(run => run.State == RunState.Scheduled) is { Id: { } id } ? RunId.DueOf(id) : null;

    /// <summary>When there are more runs that are due soon than one page has.</summary>
    private async Task<(bool IsBusy, DateTimeOffset? Next)> BeyondAsync(
        List<(string Id, RunState State)> seen, CancellationToken cancellation)
    {
        var ahead = await new RunStates(tables, _partition, tenant, job).DueAsync(now, _soon, cancellation);

        // What is due is to run, even if the clock has not come to it.
        var isBusy = seen.Concat(ahead).Any(run => run.State != RunState.Scheduled)
            || (await IdsAsync(null, now, cancellation)).Ids.Count > 0;
        return (isBusy, Earliest(ahead));
    }

    /// <summary>Halves the time between now and the first page's end until one page holds what is due in it.</summary>
    private async Task<DateTimeOffset> EarliestAsync(DateTimeOffset known, CancellationToken cancellation)
    {
        var (after, until) = (_soon.ToUnixTimeMilliseconds(), known.ToUnixTimeMilliseconds());
        while (until - after > 1)
        {
            var middle = after + ((until - after) / 2);
            var (ids, more) = await IdsAsync(
                DateTimeOffset.FromUnixTimeMilliseconds(after), DateTimeOffset.FromUnixTimeMilliseconds(middle), cancellation);
            if (ids is not [.., var last])
            {
                after = middle;
            }
            else if (more)
            {
                until = RunId.DueOf(last).ToUnixTimeMilliseconds();
            }
            else
            {
                return RunId.DueOf(last);
            }
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(until);
    }

    /// <summary>A page of runs due after one instant, up to another; the latest first.</summary>
    private async Task<(List<string> Ids, bool More)> IdsAsync(DateTimeOffset? after, DateTimeOffset? until, CancellationToken cancellation)
    {
        var from = $"{_prefix}{_partition}-{(until is { } last ? RunId.InvertedTime(last) : "0")}";
        var to = $"{_prefix}{_partition}-{(after is { } first ? RunId.InvertedTime(first) : "~")}";
        var page = await tables.ReadAsync(new RowQuery(_partition, from, to) { Select = [] }, cancellation);
        return ([.. page.Rows.Select(row => row.Key[_prefix.Length..])], page.Continuation is not null);
    }
}

/// <summary>What is said of the unfinished runs of a job.</summary>
/// <param name="Counts">How many are in each state; counting stops.</param>
/// <param name="IsBusy">Whether one is queued, running, retrying or due.</param>
/// <param name="NextAt">When the next scheduled one is due; null: none is scheduled.</param>
internal sealed record OpenRunsSummary(IReadOnlyDictionary<RunState, int> Counts, bool IsBusy, DateTimeOffset? NextAt);
