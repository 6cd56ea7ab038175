using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Counts the runs of a job in one shard. Ended ones cost their row in the list of ended runs, which tells state and end; open ones also
/// their own row, unless they are due later: those are scheduled. Conditions that only a run's row can answer cost that row, too.
/// </summary>
/// <param name="tables">The storage.</param>
/// <param name="partition">The shard.</param>
/// <param name="tenant">Whose.</param>
/// <param name="query">Which; with a job.</param>
/// <param name="tally">Where they are counted.</param>
internal sealed class JobRunCount(ITableStore tables, string partition, string tenant, RunQuery query, RunTally tally)
{
    private static readonly string[] InList = [RunColumns.State, RunColumns.Ended];

    private readonly RunRowJudge _judge = new(tenant, query);
    /// <summary>Those that were open when they were read; they may be among the ended ones a moment later.</summary>
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public async Task AddAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        // In this order none is missed: a run that ends in between is found among the ended ones.
        if (query.TakesOpen)
        {
            var soon = now + 2 * RunPlaces.Lookahead;
            await WalkAsync(Keys.OpenPrefix(tenant, query.JobId!), [], page => OpenAsync(page, soon, cancellation), cancellation);
        }

        if (query.TakesEnded)
        {
            await WalkAsync(
                Keys.EndedPrefix(tenant, query.JobId!), RunRowFilter.OfEnded(query), page => EndedAsync(page, cancellation), cancellation);
        }
    }

    private async Task WalkAsync(
        string prefix,
        IReadOnlyList<ColumnFilter> filters,
        Func<List<(string Id, Columns Columns)>, Task<List<RunState>>> count,
        CancellationToken cancellation)
    {
        var from = $"{prefix}{partition}-";
        var rows = new RowQuery(partition, from + query.FirstPosition(), from + query.LastPosition) { Filters = filters, Select = InList };
        RowPage? page = null;
        while (page is not { Continuation: null } && tally.GoesOn())
        {
            page = await tables.ReadAsync(rows with { Continuation = page?.Continuation }, cancellation);
            tally.Add(page.Rows.Count, await count([.. page.Rows.Select(row => (row.Key[prefix.Length..], row.Columns))]));
        }
    }

    /// <param name="page">Of the list of open runs, the latest due time first.</param>
    /// <param name="soon">Only runs that are due until then can have left the state Scheduled: see <see cref="OpenRuns"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async Task<List<RunState>> OpenAsync(
        List<(string Id, Columns Columns)> page, DateTimeOffset soon, CancellationToken cancellation)
    {
        var later = query.NeedsRow ? 0 : page.FindIndex(run => RunId.DueOf(run.Id) <= soon) is >= 0 and var first ? first : page.Count;
        var states = new List<RunState>();
        foreach (var (id, _) in page.Take(later).Where(run => IsDue(run.Id) && query.Takes(RunState.Scheduled)))
        {
            _open.Add(id);
            states.Add(RunState.Scheduled);
        }

        foreach (var (id, columns) in await Rows(isOpen: true).OfAsync([.. page.Skip(later).Select(run => run.Id)], cancellation))
        {
            if (_judge.StateOf(columns) is { } state && !state.IsTerminal())
            {
                _open.Add(id);
                states.Add(state);
            }
        }

        return states;
    }

    private async Task<List<RunState>> EndedAsync(List<(string Id, Columns Columns)> page, CancellationToken cancellation)
    {
        page.RemoveAll(run => _open.Contains(run.Id));
        if (query.NeedsRow)
        {
            var rows = await Rows(isOpen: false).OfAsync([.. page.Select(run => run.Id)], cancellation);
            return [.. rows.Values.Select(_judge.StateOf).OfType<RunState>().Where(state => state.IsTerminal())];
        }

        return
        [
            .. from run in page
               let state = RunColumns.StateOf(run.Columns)
               where state is not null && query.Takes(state.Value) && IsDue(run.Id) && query.TakesEnd(run.Columns.Time(RunColumns.Ended))
               select state.Value,
        ];
    }

    /// <summary>Of the job, without the other conditions: rows that storage keeps back would be read one by one.</summary>
    private JobRunRows Rows(bool isOpen) => new(
        tables,
        partition,
        [
            new(RunColumns.Tenant, Comparison.Equal, tenant),
            new(RunColumns.Job, Comparison.Equal, query.JobId!),
            new(RunColumns.Open, Comparison.Equal, isOpen),
        ],
        _judge.Select);

    private bool IsDue(string id) => query.TakesDue(RunId.DueOf(id));
}
