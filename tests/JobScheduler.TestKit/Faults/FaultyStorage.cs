using JobScheduler.Storage;

namespace JobScheduler.TestKit;

/// <summary>
/// Any storage, seen through a fault plan. It stands for one process: after a crash every call fails, and a new process is a
/// new wrapper around the same storage. Calls are numbered from 1 in the order in which they are made and recorded.
/// </summary>
public sealed class FaultyStorage : IStorage
{
    private readonly IStorage _inner;
    private readonly FaultGate _gate;

    /// <param name="inner">Where calls take effect.</param>
    /// <param name="plan">What happens to them.</param>
    /// <param name="counter">Counts them; share one to count over several processes.</param>
    /// <param name="records">Whether <see cref="Calls"/> keeps them; false for lives of millions of calls.</param>
    public FaultyStorage(IStorage inner, FaultPlan plan, CallCounter? counter = null, bool records = true)
    {
        _inner = inner;
        Counter = counter ?? new CallCounter();
        _gate = new FaultGate(plan, Counter, records);
        Tables = new FaultyTables(inner.Tables, _gate);
        Queues = new FaultyQueues(inner.Queues, _gate);
        Blobs = new FaultyBlobs(inner.Blobs, _gate);
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public IBlobStore Blobs { get; }

    public CallCounter Counter { get; }

    /// <summary>The calls so far, in order, with what was done to them.</summary>
    public IReadOnlyList<StorageCall> Calls => _gate.Calls;

    /// <summary>Whether the process died by the plan.</summary>
    public bool HasCrashed => _gate.HasCrashed;

    /// <summary>Not numbered: it is no call of the running system.</summary>
    public ValueTask PrepareAsync(CancellationToken cancellation) => _inner.PrepareAsync(cancellation);

    /// <summary>From now on every call fails as after a planned crash: for a process that dies between two calls.</summary>
    public void Crash() => _gate.Crash();
}
