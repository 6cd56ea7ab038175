namespace JobScheduler.Storage.Sqlite;

/// <summary>One caller's write on its way through the writer.</summary>
internal abstract class Write(CancellationToken cancellation)
{
    /// <summary>Rows it touches, about.</summary>
    public virtual int Rows => 1;

    /// <summary>Bytes it writes, about.</summary>
    public virtual long Bytes => 0;

    public bool IsCanceled => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Does the work inside the open transaction. May be called again after a rollback.</summary>
    public abstract void Run(WriterSession session);

    /// <summary>Tells the caller: the work is on disk.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller: it is not, or nobody knows.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Tells the caller: it was not begun.</summary>
    public abstract void Cancel();
}
