using System.Net;
using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Jobs: write, read, list and pause them; their versions and status.</summary>
public sealed class JobsClient
{
    private const string Jobs = "jobs";
    private readonly Sender _sender;

    internal JobsClient(Sender sender) => _sender = sender;

    /// <summary>Creates or replaces the job with this id.</summary>
    /// <param name="job">With an id.</param>
    /// <param name="condition">
    /// For example <see cref="Precondition.Unchanged"/>, so that no other change is overwritten. Default: none.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The definition is invalid; all invalid fields are named.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Job> PutAsync(Job job, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var call = ApiCall.Put(ApiPath.Of(Jobs, job.Id ?? ""), job, ClientJson.Of<Job>());
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>Creates a job; the server generates an id if it has none. Not retried if the response is lost; PutAsync is.</summary>
    /// <exception cref="ConflictException">A job with this id exists.</exception>
    /// <exception cref="InvalidRequestException">The definition is invalid; all invalid fields are named.</exception>
    public Task<Job> CreateAsync(Job job, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Post(ApiPath.Of(Jobs), job, ClientJson.Of<Job>()), cancellation);

    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Job> GetAsync(string jobId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Get(ApiPath.Of(Jobs, jobId)), cancellation);

    /// <summary>The job if it has changed since it was read; otherwise null.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="etag">The ETag it was read with.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public async Task<Job?> GetIfChangedAsync(string jobId, string etag, CancellationToken cancellation = default)
    {
        var call = ApiCall.Get(ApiPath.Of(Jobs, jobId)).With("If-None-Match", Precondition.Unchanged(etag).Value);
        using var answer = await _sender.SendAsync(call, cancellation);
        return answer.StatusCode == HttpStatusCode.NotModified ? null : await ReadAsync(call, answer, cancellation);
    }

    /// <summary>Changes some members: a JSON merge patch (RFC 7396), in which null removes.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Job> PatchAsync(
        string jobId, JsonElement patch, Precondition condition = default, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Patch(ApiPath.Of(Jobs, jobId), patch).With(condition.Header, condition.Value), cancellation);

    /// <summary>Deletes the job, its schedules and its runs that have not started.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(string jobId, Precondition condition = default, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(Jobs, jobId)).With(condition.Header, condition.Value), cancellation);

    /// <summary>All that match, ordered by id, page by page.</summary>
    public IAsyncEnumerable<Job> ListAsync(JobFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Job>> GetPageAsync(
        JobFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Jobs))
            .Add("q", filter?.Text).AddEach("label", filter?.Labels).Add("paused", filter?.Paused)
            .Add("include", filter?.IncludesRecent == true ? "recent" : null).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Job>>(), cancellation);
    }

    /// <summary>The definitions the job has had.</summary>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public IAsyncEnumerable<Job> ListVersionsAsync(string jobId, CancellationToken cancellation = default)
    {
        var path = ApiPath.Of(Jobs, jobId, "versions");
        return Answers.ListAsync(
            continuation => _sender.AskAsync(
                ApiCall.Get(new QueryText(path).Add("continuation", continuation).ToString()), ClientJson.Of<Page<Job>>(), cancellation),
            cancellation);
    }

    /// <exception cref="NotFoundException">There is no such job or version.</exception>
    public Task<Job> GetVersionAsync(string jobId, int version, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(Jobs, jobId, "versions", ApiPath.Number(version))), ClientJson.Of<Job>(), cancellation);

    /// <summary>Holds the runs of a job; it still accepts new ones. Pausing twice is not an error.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Job> PauseAsync(string jobId, PauseRequest? how = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post(ApiPath.Of(Jobs, jobId, "pause"), how ?? new PauseRequest(), ClientJson.Of<PauseRequest>());
        return WriteAsync(call with { Repeatable = true }, cancellation);
    }

    /// <summary>Releases the runs of a paused job. Resuming twice is not an error.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Job> ResumeAsync(string jobId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Post(ApiPath.Of(Jobs, jobId, "resume")) with { Repeatable = true }, cancellation);

    /// <summary>The status of the job, derived from its runs.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<JobStatus> GetStatusAsync(string jobId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(Jobs, jobId, "status")), ClientJson.Of<JobStatus>(), cancellation);

    private async Task<Job> WriteAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await ReadAsync(call, answer, cancellation);
    }

    private static async Task<Job> ReadAsync(ApiCall call, HttpResponseMessage answer, CancellationToken cancellation) =>
        await answer.ReadAsync(call, ClientJson.Of<Job>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
}

/// <summary>Selects jobs: all given conditions must hold.</summary>
public sealed record JobFilter
{
    /// <summary>Part of the id, the name or the description, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Labels the job must have, as key:value.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public bool? Paused { get; init; }

    /// <summary>
    /// Whether each job comes with <see cref="Job.Recent"/>: how its last runs ended. It costs the server a read for each.
    /// </summary>
    public bool IncludesRecent { get; init; }
}
