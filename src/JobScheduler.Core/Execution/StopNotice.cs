using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Tells running work that this process has begun to stop, before its grace period ends. What handlers have registered runs apart from the
/// caller: neither an exception nor a wait of theirs holds up the stop.
/// </summary>
public sealed class StopNotice : IDisposable
{
    private readonly CancellationTokenSource _given = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger;

    public StopNotice(ILogger<StopNotice> logger)
    {
        _logger = logger;
        _ = CancelWhenToldAsync();
    }

    public CancellationToken Given => _given.Token;

    public void Give() => _told.TrySetResult();

    /// <summary>Completes when there is no time left: what runs is handed back at once.</summary>
    public Task Hurried => _hurried.Task;

    /// <summary>Ends the grace period: whoever asked to stop has asked again.</summary>
    public void Hurry() => _hurried.TrySetResult();

    public void Dispose() => _given.Dispose();

    private async Task CancelWhenToldAsync()
    {
        await _told.Task;
        try
        {
            _given.Cancel();
        }
        catch (AggregateException error)
        {
            _logger.NoticeFailed(error);
        }
        catch (ObjectDisposedException)
        {
            // The process was taken down at once: nobody listens any more.
        }
    }
}
