using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Dead letters: inspect, redrive, delete. Calls that start something are not retried if the response is lost.</summary>
public sealed class DeadLettersClient
{
    private const string DeadLetters = "dead-letters";
    private readonly Sender _sender;

    internal DeadLettersClient(Sender sender) => _sender = sender;

    /// <summary>All that match, newest first, page by page.</summary>
    public IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<DeadLetter>> GetPageAsync(
        DeadLetterFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(DeadLetters))
            .Add("job", filter?.JobId).Add("cause", filter?.Cause).Add("from", filter?.From).Add("to", filter?.To)
            .Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<DeadLetter>>(), cancellation);
    }

    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    public Task<DeadLetter> GetAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(DeadLetters, deadLetterId)), ClientJson.Of<DeadLetter>(), cancellation);

    /// <summary>How often each cause occurs, the most frequent first.</summary>
    public async Task<IReadOnlyList<CauseCount>> GetCausesAsync(CancellationToken cancellation = default) =>
        (await _sender.AskAsync(ApiCall.Get(ApiPath.Of(DeadLetters, "causes")), ClientJson.Of<ItemList<CauseCount>>(), cancellation)).Items;

    /// <summary>Runs it again, as a new run that refers to the old one; the dead letter is removed.</summary>
    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    /// <exception cref="ConflictException">Its job was deleted.</exception>
    public Task<Run> RedriveAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Post(ApiPath.Of(DeadLetters, deadLetterId, "redrive")), ClientJson.Of<Run>(), cancellation);

    /// <summary>Runs it again with another input, or with its job as it is now.</summary>
    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    /// <exception cref="ConflictException">Its job was deleted.</exception>
    public Task<Run> RedriveAsync(string deadLetterId, RunRedrive how, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(DeadLetters, deadLetterId, "redrive"), how, ClientJson.Of<RunRedrive>()),
            ClientJson.Of<Run>(),
            cancellation);

    /// <summary>
    /// Redrives many, at a rate and after a canary if requested; <see cref="OperationsClient.WaitForEndAsync"/> waits for it.
    /// </summary>
    /// <exception cref="InvalidRequestException">A limit is out of range; or there is neither a condition nor all.</exception>
    public Task<Operation> RedriveManyAsync(DeadLetterRedrive which, CancellationToken cancellation = default) =>
        _sender.AskAsync(RedriveMany(which with { DryRun = DryRuns.Not(which.DryRun) }), ClientJson.Of<Operation>(), cancellation);

    /// <summary>How many <see cref="RedriveManyAsync"/> would take; nothing is changed.</summary>
    /// <exception cref="InvalidRequestException">A limit is out of range; or there is neither a condition nor all.</exception>
    public Task<MatchCount> CountRedriveManyAsync(DeadLetterRedrive which, CancellationToken cancellation = default) =>
        _sender.AskAsync(RedriveMany(which with { DryRun = true }), ClientJson.Of<MatchCount>(), cancellation);

    /// <summary>Deletes it.</summary>
    /// <exception cref="NotFoundException">It does not exist, or no longer does.</exception>
    public Task DeleteAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(DeadLetters, deadLetterId)), cancellation);

    /// <summary>Deletes all that match.</summary>
    /// <exception cref="InvalidRequestException">It has neither a condition nor <see cref="DeadLetterPurge.All"/>.</exception>
    public Task<Operation> PurgeAsync(DeadLetterPurge which, CancellationToken cancellation = default) =>
        _sender.AskAsync(Purge(which with { DryRun = DryRuns.Not(which.DryRun) }), ClientJson.Of<Operation>(), cancellation);

    /// <summary>How many <see cref="PurgeAsync"/> would delete; nothing is changed.</summary>
    /// <exception cref="InvalidRequestException">It has neither a condition nor <see cref="DeadLetterPurge.All"/>.</exception>
    public Task<MatchCount> CountPurgeAsync(DeadLetterPurge which, CancellationToken cancellation = default) =>
        _sender.AskAsync(Purge(which with { DryRun = true }), ClientJson.Of<MatchCount>(), cancellation);

    private static ApiCall RedriveMany(DeadLetterRedrive which) =>
        ApiCall.Post(ApiPath.Of(DeadLetters, "redrive"), which, ClientJson.Of<DeadLetterRedrive>()) with { Repeatable = which.DryRun };

    private static ApiCall Purge(DeadLetterPurge which) =>
        ApiCall.Post(ApiPath.Of(DeadLetters, "purge"), which, ClientJson.Of<DeadLetterPurge>()) with { Repeatable = which.DryRun };
}
