using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Long operations: read, list, await and cancel them.</summary>
public sealed class OperationsClient
{
    private const string Operations = "operations";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly Sender _sender;

    internal OperationsClient(Sender sender) => _sender = sender;

    /// <summary>All that match, ordered by id, page by page.</summary>
    public IAsyncEnumerable<Operation> ListAsync(OperationFilter? filter = null, CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(filter, null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Operation>> GetPageAsync(
        OperationFilter? filter = null, int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Operations))
            .Add("state", filter?.State is { } state ? EnumText.Format(state) : null).Add("kind", filter?.Kind)
            .Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Operation>>(), cancellation);
    }

    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Operation> GetAsync(string operationId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of(Operations, operationId)), ClientJson.Of<Operation>(), cancellation);

    /// <summary>Ends it as it stands. Canceling twice is not an error, so the call is retried if the response is lost.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="ConflictException">It has already ended otherwise.</exception>
    public Task<Operation> CancelAsync(string operationId, CancellationToken cancellation = default) =>
        _sender.AskAsync(
            ApiCall.Post(ApiPath.Of(Operations, operationId, "cancel")) with { Repeatable = true },
            ClientJson.Of<Operation>(),
            cancellation);

    /// <summary>Waits for the operation to end, successfully or not; polls once a second.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public async Task<Operation> WaitForEndAsync(string operationId, CancellationToken cancellation = default)
    {
        while (true)
        {
            var operation = await GetAsync(operationId, cancellation);
            if (operation.State is OperationState.Succeeded or OperationState.Failed or OperationState.Canceled)
            {
                return operation;
            }

            await Task.Delay(Pace, _sender.Options.Time, cancellation);
        }
    }
}

/// <summary>Selects operations: all given conditions must hold.</summary>
public sealed record OperationFilter
{
    public OperationState? State { get; init; }

    /// <summary>For example redrive.</summary>
    public string? Kind { get; init; }
}
