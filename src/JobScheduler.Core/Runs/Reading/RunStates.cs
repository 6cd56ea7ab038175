using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Reads nothing but the states of unfinished runs of a job in one shard.</summary>
internal sealed class RunStates(ITableStore tables, string partition, string tenant, string job)
{
    /// <summary>Fewer are read one by one: between two runs there may be many of other jobs.</summary>
    private const int Few = 16;

    /// <summary>Rows between two runs that are passed over, in pages; what is found beyond is read one by one.</summary>
    private const int MostPages = 8;

    private static readonly string[] StateAlone = [RunColumns.State];

    private readonly ColumnFilter[] _filters =
    [
        new(RunColumns.Tenant, Comparison.Equal, tenant),
        new(RunColumns.Job, Comparison.Equal, job),
        new(RunColumns.Open, Comparison.Equal, true),
    ];

    /// <summary>The states of runs in the order of their ids; those that have ended meanwhile are left out.</summary>
    public async Task<List<(string Id, RunState State)>> OfAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = ids.Count > Few
            ? (await ReadAsync(Keys.Run(ids[0]), Keys.Run(ids[^1]) + "~", MostPages, cancellation)).ToDictionary()
            : [];
        var rest = ids.Where(id => !found.ContainsKey(id)).ToList();
        foreach (var run in await RunRows.GetManyAsync(tables, partition, rest, cancellation))
        {
            found.Add(run.Id, run.State);
        }

        return [.. ids.Where(id => found.TryGetValue(id, out var state) && !state.IsTerminal()).Select(id => (id, found[id]))];
    }

    /// <summary>Those that are due after one instant, up to another; the latest first. As many pages as there are.</summary>
    public Task<List<(string Id, RunState State)>> DueAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation)
    {
        var prefix = $"{Keys.RunPrefix}{partition}-";
        return ReadAsync(prefix + RunId.InvertedTime(until), prefix + RunId.InvertedTime(after), int.MaxValue, cancellation);
    }

    private async Task<List<(string Id, RunState State)>> ReadAsync(string from, string to, int pages, CancellationToken cancellation)
    {
        var found = new List<(string, RunState)>();
        var query = new RowQuery(partition, from, to) { Filters = _filters, Select = StateAlone };
        do
        {
            var page = await tables.ReadAsync(query, cancellation);
            foreach (var row in page.Rows)
            {
                if (Keys.RunOf(row.Key) is { } id && Enum.TryParse<RunState>(row.Columns.Text(RunColumns.State), out var state))
                {
                    found.Add((id, state));
                }
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && --pages > 0);

        return found;
    }
}
