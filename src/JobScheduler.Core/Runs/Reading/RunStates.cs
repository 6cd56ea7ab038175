using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Reads nothing but the states of unfinished runs of a job in one shard.</summary>
internal sealed class RunStates(ITableStore tables, string partition, string tenant, string job)
{
    private readonly JobRunRows _rows = new(
        tables,
        partition,
        [
            new(RunColumns.Tenant, Comparison.Equal, tenant),
            new(RunColumns.Job, Comparison.Equal, job),
            new(RunColumns.Open, Comparison.Equal, true),
        ],
        [RunColumns.State]);

    /// <summary>The states of runs in the order of their ids; those that have ended meanwhile are left out.</summary>
    public async Task<List<(string Id, RunState State)>> OfAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = await _rows.OfAsync(ids, cancellation);
        return Open(ids.Where(found.ContainsKey).Select(id => KeyValuePair.Create(id, found[id])));
    }

    /// <summary>Those that are due after one instant, up to another; the latest first. As many pages as there are.</summary>
    public async Task<List<(string Id, RunState State)>> DueAsync(
        DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation) =>
        Open(await _rows.DueAsync(after, until, cancellation));

    private static List<(string Id, RunState State)> Open(IEnumerable<KeyValuePair<string, Columns>> rows)
    {
        var open = new List<(string, RunState)>();
        foreach (var (id, columns) in rows)
        {
            if (RunColumns.StateOf(columns) is { } state && !state.IsTerminal())
            {
                open.Add((id, state));
            }
        }

        return open;
    }
}
