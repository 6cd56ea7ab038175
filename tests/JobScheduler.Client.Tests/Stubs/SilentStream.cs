namespace JobScheduler.Client.Tests.Stubs;

/// <summary>A connection on which nothing comes; it stays open, or ends after something was done.</summary>
internal sealed class SilentStream(Action? after = null) : MemoryStream
{
    private readonly TaskCompletionSource _waiting = new();

    /// <summary>Completes when somebody reads.</summary>
    public Task Waiting => _waiting.Task;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _waiting.TrySetResult();
        if (after is null)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        after!();
        return 0;
    }
}
