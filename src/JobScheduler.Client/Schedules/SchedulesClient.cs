using System.Net;
using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Schedules of jobs: write, read, list, pause, run by hand, backfill; and what they are going to do.</summary>
public sealed class SchedulesClient
{
    private const string Schedules = "schedules";
    private const string Fires = "fires";
    private readonly Sender _sender;

    internal SchedulesClient(Sender sender) => _sender = sender;

    /// <summary>
    /// Makes or replaces the schedule of this id. What was due before is run by the old definition, what is due later by the new one.
    /// </summary>
    /// <param name="jobId">Of which job.</param>
    /// <param name="schedule">With an id.</param>
    /// <param name="condition">For example <see cref="Precondition.Unchanged"/>, so that nobody's change is overwritten. Default: none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="InvalidRequestException">The definition is refused, also when it would never fire; all fields are named.</exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Schedule> PutAsync(string jobId, Schedule schedule, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var call = ApiCall.Put(PathOf(jobId, schedule.Id ?? ""), schedule, ClientJson.Of<Schedule>());
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>Makes a schedule; the server makes an id when it has none. Not repeated when the answer gets lost: PUT is.</summary>
    /// <exception cref="ConflictException">The job has a schedule of this id.</exception>
    /// <exception cref="InvalidRequestException">The definition is refused, also when it would never fire; all fields are named.</exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public Task<Schedule> CreateAsync(string jobId, Schedule schedule, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return WriteAsync(ApiCall.Post(PathOf(jobId), schedule, ClientJson.Of<Schedule>()), cancellation);
    }

    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<Schedule> GetAsync(string jobId, string scheduleId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Get(PathOf(jobId, scheduleId)), cancellation);

    /// <summary>Changes some members: a JSON merge patch (RFC 7396), in which null removes.</summary>
    /// <exception cref="InvalidRequestException">The outcome is refused; all fields are named.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Schedule> PatchAsync(
        string jobId, string scheduleId, JsonElement patch, Precondition condition = default, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Patch(PathOf(jobId, scheduleId), patch).With(condition.Header, condition.Value), cancellation);

    /// <summary>Deletes the schedule: nothing new starts by it.</summary>
    /// <param name="jobId">Of which job.</param>
    /// <param name="scheduleId">Which.</param>
    /// <param name="withdrawPending">True cancels its runs that have not started; otherwise those that are due already go on.</param>
    /// <param name="condition">Default: none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(
        string jobId, string scheduleId, bool withdrawPending = false, Precondition condition = default, CancellationToken cancellation = default)
    {
        var path = new QueryText(PathOf(jobId, scheduleId)).Add("withdrawPending", withdrawPending ? true : null).ToString();
        return _sender.DoAsync(ApiCall.Delete(path).With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>All of a job, by id, page after page.</summary>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public IAsyncEnumerable<Schedule> ListAsync(string jobId, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(jobId, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="jobId">Of which job.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">Of the page before; null: the first one.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public Task<Page<Schedule>> GetPageAsync(string jobId, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(PathOf(jobId)).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Schedule>>(), cancellation);
    }

    /// <summary>No fires from now on; what would have fired meanwhile is not missed. Pausing twice is no error.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<Schedule> PauseAsync(string jobId, string scheduleId, PauseRequest? how = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "pause"), how ?? new PauseRequest(), ClientJson.Of<PauseRequest>());
        return WriteAsync(call with { Repeatable = true }, cancellation);
    }

    /// <summary>Fires from now on. Resuming twice is no error.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<Schedule> ResumeAsync(string jobId, string scheduleId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Post(PathOf(jobId, scheduleId, "resume")) with { Repeatable = true }, cancellation);

    /// <summary>
    /// A run of the schedule now, or when asked for. It has an idempotency key in any case, so it is repeated when the answer gets lost,
    /// and never made twice.
    /// </summary>
    /// <exception cref="InvalidRequestException">It is refused; all fields are named. Also when the key was used for another request.</exception>
    /// <exception cref="NotFoundException">There is no such schedule.</exception>
    public async Task<Run> TriggerAsync(string jobId, string scheduleId, TriggerRequest? request = null, CancellationToken cancellation = default)
    {
        request ??= new TriggerRequest();
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "trigger"), request, ClientJson.Of<TriggerRequest>())
            .With("Idempotency-Key", request.IdempotencyKey ?? _sender.Options.Chance.NextKey()) with
        { Repeatable = true };
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Run>(), cancellation) with { Replayed = answer.StatusCode == HttpStatusCode.OK };
    }

    /// <summary>
    /// Runs for all nominal times of a past range; <see cref="OperationsClient.WaitForEndAsync"/> waits for it. It has an id in any case,
    /// so it is repeated when the answer gets lost, and is one operation all the same.
    /// </summary>
    /// <exception cref="InvalidRequestException">It is refused; all fields are named.</exception>
    /// <exception cref="NotFoundException">There is no such schedule.</exception>
    public Task<Operation> BackfillAsync(string jobId, string scheduleId, BackfillRequest backfill, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(backfill);
        var named = backfill with { Id = backfill.Id ?? _sender.Options.Chance.NextKey() };
        var call = ApiCall.Post(PathOf(jobId, scheduleId, "backfill"), named, ClientJson.Of<BackfillRequest>()) with { Repeatable = true };
        return _sender.AskAsync(call, ClientJson.Of<Operation>(), cancellation);
    }

    /// <summary>The next fires of a schedule; none when it is paused or has ended.</summary>
    /// <param name="jobId">Of which job.</param>
    /// <param name="scheduleId">Which.</param>
    /// <param name="count">How many at most, 1 to 1,000; null: 10.</param>
    /// <param name="from">From when; null: now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<FirePreview> FiresAsync(
        string jobId, string scheduleId, int? count = null, DateTimeOffset? from = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(PathOf(jobId, scheduleId, Fires)).Add("count", count).Add("from", from);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<FirePreview>(), cancellation);
    }

    /// <summary>The fires of all schedules in a range, by time, then by job and schedule, page after page. Paused ones have none.</summary>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="to">The first instant beyond, at most 31 days later; null: 24 h later.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="InvalidRequestException">The range is empty or too long.</exception>
    public IAsyncEnumerable<UpcomingFire> UpcomingAsync(
        DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetUpcomingPageAsync(from, to, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="from">The first instant; null: now.</param>
    /// <param name="to">The first instant beyond, at most 31 days later; null: 24 h later.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">Of the page before; null: the first one.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="InvalidRequestException">The range is empty or too long.</exception>
    public Task<Page<UpcomingFire>> GetUpcomingPageAsync(
        DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Fires)).Add("from", from).Add("to", to).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<UpcomingFire>>(), cancellation);
    }

    /// <summary>What a spec would do; stores nothing.</summary>
    /// <exception cref="InvalidRequestException">The spec is refused, also when it would never fire; all fields are named.</exception>
    public Task<FirePreview> PreviewAsync(PreviewRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = ApiCall.Post(ApiPath.Of(Schedules, "preview"), request, ClientJson.Of<PreviewRequest>()) with { Repeatable = true, Reads = true };
        return _sender.AskAsync(call, ClientJson.Of<FirePreview>(), cancellation);
    }

    private static string PathOf(string jobId, params ReadOnlySpan<string> rest) => ApiPath.Of(["jobs", jobId, Schedules, .. rest]);

    private async Task<Schedule> WriteAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Schedule>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
    }
}
