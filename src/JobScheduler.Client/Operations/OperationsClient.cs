using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Long operations and their progress.</summary>
public sealed class OperationsClient
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly Sender _sender;

    internal OperationsClient(Sender sender) => _sender = sender;

    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Operation> GetAsync(string operationId, CancellationToken cancellation = default) =>
        _sender.AskAsync(ApiCall.Get(ApiPath.Of("operations", operationId)), ClientJson.Of<Operation>(), cancellation);

    /// <summary>Waits for the operation to succeed or fail; polls once a second.</summary>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    public async Task<Operation> WaitForEndAsync(string operationId, CancellationToken cancellation = default)
    {
        while (true)
        {
            var operation = await GetAsync(operationId, cancellation);
            if (operation.State is OperationState.Succeeded or OperationState.Failed)
            {
                return operation;
            }

            await Task.Delay(Pace, _sender.Options.Time, cancellation);
        }
    }
}
