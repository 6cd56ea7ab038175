using JobScheduler.Api.Http;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>Lists and counts of runs. Both have the same filters.</summary>
public sealed class RunListEndpoints(RunReader runs, RunCounter counter, JobCatalog jobs)
{
    public Task<IResult> ListAsync(ApiCall call) => ListAsync(call, query => query.Id("job"));

    /// <summary>As everything below a job that does not exist, its runs are not found: 404, whatever a deleted job has left.</summary>
    public async Task<IResult> ListOfJobAsync(ApiCall call)
    {
        var job = call.JobId;
        await jobs.GetAsync(call.Tenant, job, call.Cancellation);
        return await ListAsync(call, _ => job);
    }

    public async Task<IResult> CountAsync(ApiCall call)
    {
        var query = call.Query;
        var filter = Filter(query, query.Id("job"));
        query.Close();
        return Answers.Ok(await counter.CountAsync(call.Tenant, filter, call.Cancellation), WireJson.Default.RunCounts);
    }

    private static RunQuery Filter(QueryReader query, string? job)
    {
        var (from, to) = query.Range();
        var (endedFrom, endedTo) = query.Range("endedFrom", "endedTo");
        return new RunQuery
        {
            JobId = job,
            ScheduleId = query.Id("schedule"),
            BatchId = Conditions.Text(query.Text("batch")),
            States = query.Choices<RunState>("state"),
            Labels = query.Labels("label"),
            From = from,
            To = to,
            EndedFrom = endedFrom,
            EndedTo = endedTo,
        };
    }

    private async Task<IResult> ListAsync(ApiCall call, Func<QueryReader, string?> job)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = Filter(query, job(query));
        query.Close();
        var found = await runs.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Page(found, RunViews.Of, WireJson.Default.PageRun);
    }
}
