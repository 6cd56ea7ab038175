using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// What storage can judge of a query of runs. It spares reading rows that do not match; whoever reads judges the rest, and labels.
/// </summary>
internal static class RunRowFilter
{
    // Drivers send bounds that are a little wider, and services know no times of long ago: beyond these, no run has ended anyway.
    private static readonly DateTimeOffset FirstEnd = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset LastEnd = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>For the rows of runs.</summary>
    public static List<ColumnFilter> OfRuns(string tenant, RunQuery query)
    {
        var filters = new List<ColumnFilter> { new(RunColumns.Tenant, Comparison.Equal, tenant) };
        AddText(filters, RunColumns.Job, query.JobId);
        AddText(filters, RunColumns.Schedule, query.ScheduleId);
        AddText(filters, RunColumns.Batch, query.BatchId);
        if (query.TakesOpen != query.TakesEnded)
        {
            filters.Add(new ColumnFilter(RunColumns.Open, Comparison.Equal, query.TakesOpen));
        }

        filters.AddRange(OfEnded(query));
        return filters;
    }

    /// <summary>For the rows by which ended runs of a job are found.</summary>
    public static List<ColumnFilter> OfEnded(RunQuery query)
    {
        var filters = new List<ColumnFilter>();
        AddText(filters, RunColumns.State, query.States.Count == 1 ? query.States[0].ToString() : null);
        if (query.EndedFrom is { } from)
        {
            filters.Add(new ColumnFilter(RunColumns.Ended, Comparison.GreaterOrEqual, Bounded(from)));
        }

        if (query.EndedTo is { } to)
        {
            filters.Add(new ColumnFilter(RunColumns.Ended, Comparison.Less, Bounded(to)));
        }

        return filters;
    }

    private static void AddText(List<ColumnFilter> filters, string column, string? text)
    {
        if (text is not null)
        {
            filters.Add(new ColumnFilter(column, Comparison.Equal, text));
        }
    }

    private static DateTimeOffset Bounded(DateTimeOffset at) => at < FirstEnd ? FirstEnd : at > LastEnd ? LastEnd : at;
}
