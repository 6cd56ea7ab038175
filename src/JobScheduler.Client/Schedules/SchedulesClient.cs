using System.Net;
using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Schedules of jobs: write, read, list, pause, trigger and backfill them; and their upcoming fires.</summary>
public sealed class SchedulesClient
{
    private const string Schedules = "schedules";
    private const string Fires = "fires";
    private readonly Sender _sender;

    internal SchedulesClient(Sender sender) => _sender = sender;

    /// <summary>
    /// Creates or replaces the schedule with this id. Fires that are already due follow the old definition, later ones the new one.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="schedule">With an id.</param>
    /// <param name="condition">
    /// For example <see cref="Precondition.Unchanged"/>, so that no other change is overwritten. Default: none.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">
    /// The definition is invalid, or would never fire; all invalid fields are named.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Schedule> PutAsync(
        string jobId, Schedule schedule, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var call = ApiCall.Put(PathOf(jobId, schedule.Id ?? ""), schedule, ClientJson.Of<Schedule>());
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>Creates a schedule; the server generates an id if it has none. Not retried if the response is lost; PutAsync is.</summary>
    /// <exception cref="ConflictException">The job has a schedule with this id.</exception>
    /// <exception cref="InvalidRequestException">
    /// The definition is invalid, or would never fire; all invalid fields are named.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public Task<Schedule> CreateAsync(string jobId, Schedule schedule, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return WriteAsync(ApiCall.Post(PathOf(jobId), schedule, ClientJson.Of<Schedule>()), cancellation);
    }

    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Schedule> GetAsync(string jobId, string scheduleId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Get(PathOf(jobId, scheduleId)), cancellation);

    /// <summary>Changes some members: a JSON merge patch (RFC 7396), in which null removes.</summary>
    /// <exception cref="InvalidRequestException">The outcome is invalid; all invalid fields are named.</exception>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Schedule> PatchAsync(
        string jobId, string scheduleId, JsonElement patch, Precondition condition = default, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Patch(PathOf(jobId, scheduleId), patch).With(condition.Header, condition.Value), cancellation);

    /// <summary>Deletes the schedule: it no longer fires.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="scheduleId">The schedule.</param>
    /// <param name="withdrawPending">True cancels its runs that have not started; otherwise those already due proceed.</param>
    /// <param name="condition">Default: none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(
        string jobId,
        string scheduleId,
        bool withdrawPending = false,
        Precondition condition = default,
        CancellationToken cancellation = default)
    {
        var path = new QueryText(PathOf(jobId, scheduleId)).Add("withdrawPending", withdrawPending ? true : null).ToString();
        return _sender.DoAsync(ApiCall.Delete(path).With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>All of a job, ordered by id, page by page.</summary>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public IAsyncEnumerable<Schedule> ListAsync(string jobId, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(jobId, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public Task<Page<Schedule>> GetPageAsync(
        string jobId, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(PathOf(jobId)).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Schedule>>(), cancellation);
    }

    /// <summary>All that match, of all jobs, job by job, page by page.</summary>
    public IAsyncEnumerable<Schedule> ListAllAsync(ScheduleFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageOfAllAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Schedule>> GetPageOfAllAsync(
        ScheduleFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Schedules))
            .Add("job", filter?.JobId).Add("q", filter?.Text).Add("paused", filter?.Paused)
            .AddEach("type", filter?.Types?.Select(EnumText.Format))
            .Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Schedule>>(), cancellation);
    }

    /// <summary>Stops firing; fires that fall into the pause are not made up for. Pausing twice is not an error.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Schedule> PauseAsync(string jobId, string scheduleId, PauseRequest? how = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "pause"), how ?? new PauseRequest(), ClientJson.Of<PauseRequest>());
        return WriteAsync(call with { Repeatable = true }, cancellation);
    }

    /// <summary>Fires again from now on. Resuming twice is not an error.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Schedule> ResumeAsync(string jobId, string scheduleId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Post(PathOf(jobId, scheduleId, "resume")) with { Repeatable = true }, cancellation);

    /// <summary>
    /// Runs the schedule now, or at the requested time. The request always carries an idempotency key, so it is retried if the response
    /// is lost, and never accepted twice.
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// It is invalid; all invalid fields are named. Also thrown if the key was used for another request.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such schedule.</exception>
    public async Task<Run> TriggerAsync(
        string jobId, string scheduleId, TriggerRequest? request = null, CancellationToken cancellation = default)
    {
        request ??= new TriggerRequest();
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "trigger"), request, ClientJson.Of<TriggerRequest>())
            .With("Idempotency-Key", request.IdempotencyKey ?? _sender.Options.Chance.NextKey()) with
        { Repeatable = true };
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Run>(), cancellation) with { Replayed = answer.StatusCode == HttpStatusCode.OK };
    }

    /// <summary>
    /// Runs the schedule for all nominal times in a past range; <see cref="OperationsClient.WaitForEndAsync"/> waits for it. It always
    /// has an id, so it is retried if the response is lost, and still is one operation.
    /// </summary>
    /// <exception cref="InvalidRequestException">It is invalid; all invalid fields are named.</exception>
    /// <exception cref="NotFoundException">There is no such schedule.</exception>
    public Task<Operation> BackfillAsync(
        string jobId, string scheduleId, BackfillRequest backfill, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(backfill);
        var named = backfill with { Id = backfill.Id ?? _sender.Options.Chance.NextKey() };
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "backfill"), named, ClientJson.Of<BackfillRequest>()) with { Repeatable = true };
        return _sender.AskAsync(call, ClientJson.Of<Operation>(), cancellation);
    }

    /// <summary>The next fires of a schedule; none if it has ended. Notes say which do not run because it is paused.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="scheduleId">The schedule.</param>
    /// <param name="count">The maximum number, 1 to 1,000; null: 10.</param>
    /// <param name="from">Where to start; null: now.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<FirePreview> FiresAsync(
        string jobId, string scheduleId, int? count = null, DateTimeOffset? from = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(PathOf(jobId, scheduleId, Fires)).Add("count", count).Add("from", from);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<FirePreview>(), cancellation);
    }

    /// <summary>
    /// The fires of all schedules in a range, ordered by time, job and schedule, page by page. Paused schedules have those that follow
    /// their pause.
    /// </summary>
    /// <param name="from">The start of the range, included; null: now.</param>
    /// <param name="to">The end of the range, not included; at most 31 days later; null: 24 h later.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The range is empty or too long.</exception>
    public IAsyncEnumerable<UpcomingFire> UpcomingAsync(
        DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetUpcomingPageAsync(from, to, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="from">The start of the range, included; null: now.</param>
    /// <param name="to">The end of the range, not included; at most 31 days later; null: 24 h later.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The range is empty or too long.</exception>
    public Task<Page<UpcomingFire>> GetUpcomingPageAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        int? limit = null,
        string? continuation = null,
        CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Fires)).Add("from", from).Add("to", to).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<UpcomingFire>>(), cancellation);
    }

    /// <summary>Previews a spec; stores nothing.</summary>
    /// <exception cref="InvalidRequestException">The spec is invalid, or would never fire; all invalid fields are named.</exception>
    public Task<FirePreview> PreviewAsync(PreviewRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = ApiCall.Post(ApiPath.Of(Schedules, "preview"), request, ClientJson.Of<PreviewRequest>());
        return _sender.AskAsync(call with { Repeatable = true, Reads = true }, ClientJson.Of<FirePreview>(), cancellation);
    }

    private static string PathOf(string jobId, params ReadOnlySpan<string> rest) => ApiPath.Of(["jobs", jobId, Schedules, .. rest]);

    private async Task<Schedule> WriteAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Schedule>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
    }
}
