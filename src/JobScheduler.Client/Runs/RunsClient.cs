using System.Net;
using System.Text;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Runs: submit, read, await, explain, cancel and redrive them; and the reports of targets that complete by callback.</summary>
public sealed class RunsClient
{
    private const string Runs = "runs";

    /// <summary>How long the server is asked to wait for the end. It would wait 60 s, but proxies often allow less.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    /// <summary>The polling interval if the server does not wait.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Sender _sender;

    internal RunsClient(Sender sender) => _sender = sender;

    /// <summary>
    /// Submits one run. It always carries an idempotency key, so it is retried if the response is lost, and never accepted twice.
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// It is invalid; all invalid fields are named. Also thrown if the key was used for another request.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public async Task<Run> SubmitAsync(RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.JobId is null ? ApiPath.Of(Runs) : ApiPath.Of("jobs", request.JobId, Runs);
        var body = request with { JobId = null, IdempotencyKey = null };
        var call = ApiCall.Post(path, body, ClientJson.Of<RunRequest>())
            .With("Idempotency-Key", request.IdempotencyKey ?? _sender.Options.Chance.NextKey()) with
        { Repeatable = true };
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Run>(), cancellation) with { Replayed = answer.StatusCode == HttpStatusCode.OK };
    }

    /// <summary>
    /// Submits up to 1,000 runs in one call. Each is accepted or rejected independently, and always carries an idempotency key.
    /// </summary>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="InvalidRequestException">None or too many items.</exception>
    public async Task<IReadOnlyList<BulkOutcome>> SubmitManyAsync(
        IEnumerable<RunRequest> requests, CancellationToken cancellation = default)
    {
        var items = requests.Select(
            request => request with { IdempotencyKey = request.IdempotencyKey ?? _sender.Options.Chance.NextKey() });
        var call = ApiCall.Post(ApiPath.Of(Runs, "bulk"), new ItemList<RunRequest>([.. items]), ClientJson.Of<ItemList<RunRequest>>());
        return (await _sender.AskAsync(call with { Repeatable = true }, ClientJson.Of<ItemList<BulkOutcome>>(), cancellation)).Items;
    }

    /// <summary>The run as it is now.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="wait">Up to 60 s: return once it has ended or this time is over. Null: immediately.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    public Task<Run> GetAsync(string runId, TimeSpan? wait = null, CancellationToken cancellation = default)
    {
        var path = new QueryText(ApiPath.Of(Runs, runId)).Add("wait", wait).ToString();
        return _sender.AskAsync(ApiCall.Get(path) with { Wait = wait ?? TimeSpan.Zero }, ClientJson.Of<Run>(), cancellation);
    }

    /// <summary>Waits for the run to end, successfully or not.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="atMost">Null: as long as it takes.</param>
    /// <param name="cancellation">Ends the wait, not the run.</param>
    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    /// <exception cref="TimeoutException">It has not ended within <paramref name="atMost"/>.</exception>
    public async Task<Run> WaitForEndAsync(string runId, TimeSpan? atMost = null, CancellationToken cancellation = default)
    {
        var time = _sender.Options.Time;
        var begun = time.GetTimestamp();
        while (true)
        {
            var left = atMost - time.GetElapsedTime(begun);
            var wait = left is null || left > Hold ? Hold : left > TimeSpan.Zero ? left.Value : TimeSpan.Zero;
            var asked = time.GetTimestamp();
            var run = await GetAsync(runId, wait, cancellation);
            if (run.HasEnded)
            {
                return run;
            }

            if (atMost is not null && time.GetElapsedTime(begun) >= atMost)
            {
                throw new TimeoutException($"run '{run.Id}' has not ended in {atMost}; it is {run.State}");
            }

            if (time.GetElapsedTime(asked) < Pace)
            {
                await Task.Delay(Pace, time, cancellation);
            }
        }
    }

    /// <summary>All that match, newest first, page by page.</summary>
    public IAsyncEnumerable<Run> ListAsync(RunFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Run>> GetPageAsync(
        RunFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = Filtered(ApiPath.Of(Runs), filter).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Run>>(), cancellation);
    }

    /// <summary>All of a job that exists, newest first, page by page.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="filter">Without a job. Null: all.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    /// <exception cref="ArgumentException">The filter names a job.</exception>
    /// <exception cref="NotFoundException">There is no such job; <see cref="ListAsync"/> finds what a deleted job has left.</exception>
    public IAsyncEnumerable<Run> ListOfJobAsync(string jobId, RunFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageOfJobAsync(jobId, filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="filter">Without a job. Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="ArgumentException">The filter names a job.</exception>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public Task<Page<Run>> GetPageOfJobAsync(
        string jobId,
        RunFilter? filter = null,
        int? limit = null,
        string? continuation = null,
        CancellationToken cancellation = default)
    {
        if (filter?.JobId is not null)
        {
            throw new ArgumentException("the job is an argument of its own; leave JobId out of the filter", nameof(filter));
        }

        var query = Filtered(ApiPath.Of("jobs", jobId, Runs), filter).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Run>>(), cancellation);
    }

    /// <summary>How many match, by state. Of very many, the counts are lower bounds: see <see cref="RunCounts.Exact"/>.</summary>
    public Task<RunCounts> CountAsync(RunFilter? filter = null, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Get(Filtered(ApiPath.Of(Runs, "counts"), filter).ToString()), ClientJson.Of<RunCounts>(), cancellation);

    /// <summary>Its attempts, from the first.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public async Task<IReadOnlyList<Attempt>> GetAttemptsAsync(string runId, CancellationToken cancellation = default) =>
        (await _sender.AskAsync(ApiCall.Get(ApiPath.Of(Runs, runId, "attempts")), ClientJson.Of<ItemList<Attempt>>(), cancellation)).Items;

    /// <summary>The log so far, 1 MiB of it at most; there is more unless it is complete or without lines.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="from">Where to start: 0, or <see cref="LogPage.Next"/>.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Task<LogPage> GetLogsAsync(string runId, long from = 0, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Runs, runId, "logs")).Add("from", from > 0 ? from : null);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<LogPage>(), cancellation);
    }

    /// <summary>
    /// Its log from the beginning, line by line as it is written; ends once the run has ended and all lines are read. Continues after
    /// lost connections without losing or repeating a line.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public IAsyncEnumerable<LogLine> FollowLogsAsync(string runId, CancellationToken cancellation = default)
    {
        var path = new QueryText(ApiPath.Of(Runs, runId, "logs")).Add("follow", true).ToString();
        return new LogFollower(_sender, path).ReadAsync(cancellation);
    }

    /// <summary>Its result, with the content type its target gave; null if there is no result.</summary>
    /// <exception cref="ConflictException">It has not ended.</exception>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public async Task<RunResult?> GetResultAsync(string runId, CancellationToken cancellation = default)
    {
        using var answer = await _sender.SendAsync(ApiCall.Get(ApiPath.Of(Runs, runId, "result")), cancellation);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : new RunResult(answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync(cancellation));
    }

    /// <summary>Its input, however large; null if it has none.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public async Task<RawJson?> GetInputAsync(string runId, CancellationToken cancellation = default)
    {
        using var answer = await _sender.SendAsync(ApiCall.Get(ApiPath.Of(Runs, runId, "input")), cancellation);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : new RawJson(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation)));
    }

    /// <summary>Why it is waiting.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Task<WhyWaiting> GetWhyAsync(string runId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(Runs, runId, "why")), ClientJson.Of<WhyWaiting>(), cancellation);

    /// <summary>Cancels: a waiting run ends at once, a running one is told to stop. Canceling twice is not an error.</summary>
    /// <exception cref="ConflictException">It has already ended otherwise.</exception>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Task<Run> CancelAsync(string runId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Post(ApiPath.Of(Runs, runId, "cancel")) with { Repeatable = true }, ClientJson.Of<Run>(), cancellation);

    /// <summary>Cancels all unfinished runs that match. Not retried if the response is lost.</summary>
    /// <exception cref="InvalidRequestException">It has neither a condition nor <see cref="RunCancellation.All"/>.</exception>
    public Task<Operation> CancelManyAsync(RunCancellation which, CancellationToken cancellation = default) =>
        _sender.AskAsync(CancelMany(which with { DryRun = DryRuns.Not(which.DryRun) }), ClientJson.Of<Operation>(), cancellation);

    /// <summary>How many <see cref="CancelManyAsync"/> would cancel; nothing is changed.</summary>
    /// <exception cref="InvalidRequestException">It has neither a condition nor <see cref="RunCancellation.All"/>.</exception>
    public Task<MatchCount> CountCancelManyAsync(RunCancellation which, CancellationToken cancellation = default) =>
        _sender.AskAsync(CancelMany(which with { DryRun = true }), ClientJson.Of<MatchCount>(), cancellation);

    /// <summary>Starts a new run that repeats an ended one and refers to it. Not retried if the response is lost.</summary>
    /// <exception cref="ConflictException">It has not ended.</exception>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Task<Run> RedriveAsync(string runId, RunRedrive? how = null, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(Runs, runId, "redrive"), how ?? new RunRedrive(), ClientJson.Of<RunRedrive>()),
            ClientJson.Of<Run>(),
            cancellation);

    /// <summary>
    /// A heartbeat from a target that completes by callback. The key of its client is the attempt's token, from the header
    /// <c>JobScheduler-Token</c>.
    /// </summary>
    /// <exception cref="ConflictException">The attempt is no longer running: stop.</exception>
    public Task<HeartbeatAnswer> HeartbeatAsync(string runId, HeartbeatReport report, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(Runs, runId, "heartbeat"), report, ClientJson.Of<HeartbeatReport>()) with { Repeatable = true },
            ClientJson.Of<HeartbeatAnswer>(),
            cancellation);

    /// <summary>
    /// Adds lines to the run's log, from a target that completes by callback. Not retried if the response is lost: the lines would be
    /// there twice.
    /// </summary>
    /// <exception cref="ConflictException">The attempt is no longer running: stop.</exception>
    public Task<LogAnswer> AddLogAsync(string runId, LogReport report, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(Runs, runId, "logs"), report, ClientJson.Of<LogReport>()),
            ClientJson.Of<LogAnswer>(),
            cancellation);

    /// <summary>
    /// Reports the end of a target that completes by callback. Retried if the response is lost; a repeated report finds a stale fence,
    /// so a conflict with <see cref="JobSchedulerException.MayHaveTakenEffect"/> may mean that the first one arrived.
    /// </summary>
    /// <exception cref="ConflictException">The attempt is no longer running; its outcome is ignored.</exception>
    public Task<ReportedRun> CompleteAsync(string runId, Completion completion, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(Runs, runId, "complete"), completion, ClientJson.Of<Completion>()) with { Repeatable = true },
            ClientJson.Of<ReportedRun>(),
            cancellation);

    private static QueryText Filtered(string path, RunFilter? filter) => new QueryText(path)
        .Add("job", filter?.JobId).Add("schedule", filter?.ScheduleId).Add("batch", filter?.BatchId)
        .AddEach("state", filter?.States?.Select(EnumText.Format)).AddEach("label", filter?.Labels)
        .Add("from", filter?.From).Add("to", filter?.To).Add("endedFrom", filter?.EndedFrom).Add("endedTo", filter?.EndedTo);

    private static ApiCall CancelMany(RunCancellation which) =>
        ApiCall.Post(ApiPath.Of(Runs, "cancel"), which, ClientJson.Of<RunCancellation>()) with { Repeatable = which.DryRun };
}
