using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>Tells running work that this process has begun to stop, before its grace period ends.</summary>
public sealed class StopNotice(ILogger<StopNotice> logger) : IDisposable
{
    private readonly CancellationTokenSource _given = new();

    public CancellationToken Given => _given.Token;

    public void Give()
    {
        try
        {
            _given.Cancel();
        }
        catch (AggregateException error)
        {
            // What handlers have registered must not prevent the stop.
            logger.NoticeFailed(error);
        }
    }

    public void Dispose() => _given.Dispose();
}
