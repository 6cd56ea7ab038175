using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Dead letters: look, run again, delete. Calls that start something are not repeated when their answer gets lost.</summary>
public sealed class DeadLettersClient
{
    private const string DeadLetters = "dead-letters";
    private readonly Sender _sender;

    internal DeadLettersClient(Sender sender) => _sender = sender;

    /// <summary>All that match, newest first, page after page.</summary>
    public IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">Of the page before; null: the first one.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<DeadLetter>> GetPageAsync(
        DeadLetterFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(DeadLetters))
            .Add("job", filter?.JobId).Add("cause", filter?.Cause).Add("from", filter?.From).Add("to", filter?.To)
            .Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<DeadLetter>>(), cancellation);
    }

    /// <exception cref="NotFoundException">There is none, or no more.</exception>
    public Task<DeadLetter> GetAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(DeadLetters, deadLetterId)), ClientJson.Of<DeadLetter>(), cancellation);

    /// <summary>How often each cause occurs, the most frequent first.</summary>
    public async Task<IReadOnlyList<CauseCount>> GetCausesAsync(CancellationToken cancellation = default) =>
        (await _sender.AskAsync(ApiCall.Get(ApiPath.Of(DeadLetters, "causes")), ClientJson.Of<ItemList<CauseCount>>(), cancellation)).Items;

    /// <summary>Runs it again, as a new run that names the old one; the dead letter is used up.</summary>
    /// <exception cref="NotFoundException">There is none, or no more.</exception>
    public Task<Run> RedriveAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Post(ApiPath.Of(DeadLetters, deadLetterId, "redrive")), ClientJson.Of<Run>(), cancellation);

    /// <summary>Runs many again, at a rate and after a canary when asked for; <see cref="OperationsClient.WaitForEndAsync"/> waits for it.</summary>
    /// <exception cref="InvalidRequestException">A bound is out of its range.</exception>
    public Task<Operation> RedriveManyAsync(DeadLetterRedrive which, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Post(ApiPath.Of(DeadLetters, "redrive"), which, ClientJson.Of<DeadLetterRedrive>()), ClientJson.Of<Operation>(), cancellation);

    /// <summary>Deletes it.</summary>
    /// <exception cref="NotFoundException">There is none, or no more.</exception>
    public Task DeleteAsync(string deadLetterId, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(DeadLetters, deadLetterId)), cancellation);

    /// <summary>Deletes all that match.</summary>
    public Task<Operation> PurgeAsync(DeadLetterFilter which, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Post(ApiPath.Of(DeadLetters, "purge"), which, ClientJson.Of<DeadLetterFilter>()), ClientJson.Of<Operation>(), cancellation);
}
