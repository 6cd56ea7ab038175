using JobScheduler.Storage;

namespace JobScheduler.Execution;

/// <summary>A received message; its invisibility is extended while it is worked on.</summary>
internal sealed class ReceivedMessage : IDisposable
{
    private readonly string _queue;
    private readonly IQueueStore _queues;
    private readonly TimeSpan _visibility;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _extending;
    private string? _receipt;

    public ReceivedMessage(string queue, QueueMessage message, IQueueStore queues, TimeSpan visibility, TimeProvider time)
    {
        _queue = queue;
        _queues = queues;
        _visibility = visibility;
        _time = time;
        _receipt = message.Receipt;
        Message = message;
        _extending = ExtendAsync();
    }

    public QueueMessage Message { get; }

    /// <summary>Lets go of the message. A receipt that is stale is nobody's error: others have it, and find nothing left to do.</summary>
    /// <param name="again">Null: delete it. Otherwise it is visible again after this time.</param>
    public async Task EndAsync(TimeSpan? again)
    {
        _ended.Cancel();
        await _extending;
        if (_receipt is null)
        {
            return;
        }

        try
        {
            if (again is { } delay)
            {
                await _queues.ExtendAsync(_queue, Message.Id, _receipt, delay, CancellationToken.None);
            }
            else
            {
                await _queues.DeleteAsync(_queue, Message.Id, _receipt, CancellationToken.None);
            }
        }
        catch (StorageException)
        {
            // It becomes visible again, and its tokens are gone.
        }
    }

    public void Dispose() => _ended.Dispose();

    private async Task ExtendAsync()
    {
        try
        {
            while (_receipt is not null)
            {
                await Task.Delay(_visibility / 2, _time, _ended.Token);
                try
                {
                    _receipt = await _queues.ExtendAsync(_queue, Message.Id, _receipt, _visibility, CancellationToken.None);
                }
                catch (StorageException error) when (error.IsTransient)
                {
                    // The next round tries again; the receipt may have been replaced, and then it is stale.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }
}
