namespace JobScheduler.Storage.Sqlite;

/// <summary>A write with a result.</summary>
internal abstract class Write<T>(CancellationToken cancellation) : Write(cancellation)
{
    // The caller's code must not run on the writer's thread: everybody else would wait for it.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(WriterSession session) => _result = Apply(session);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception error) => _done.TrySetException(error);

    public override void Cancel() => _done.TrySetCanceled(Cancellation);

    protected abstract T Apply(WriterSession session);
}
