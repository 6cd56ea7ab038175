namespace JobScheduler.Storage.Sqlite;

/// <summary>One caller's write on its way through the writer.</summary>
internal abstract class Write(CancellationToken cancellation)
{
    /// <summary>Approximate number of rows it touches.</summary>
    public virtual int Rows => 1;

    /// <summary>Approximate number of bytes it writes.</summary>
    public virtual long Bytes => 0;

    public bool IsCanceled => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Does the work inside the open transaction. May be called again after a rollback.</summary>
    public abstract void Run(WriterSession session);

    /// <summary>Tells the caller: the work is on disk.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller: it is not, or that is unknown.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Tells the caller: it was not begun.</summary>
    public abstract void Cancel();
}

/// <summary>A write with a result.</summary>
internal abstract class Write<T>(CancellationToken cancellation) : Write(cancellation)
{
    // The caller's code must not run on the writer's thread, where it would block all other writes.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(WriterSession session) => _result = Apply(session);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception error) => _done.TrySetException(error);

    public override void Cancel() => _done.TrySetCanceled(Cancellation);

    protected abstract T Apply(WriterSession session);
}
