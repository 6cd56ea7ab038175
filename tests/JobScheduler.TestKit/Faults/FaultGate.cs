using JobScheduler.Storage;

namespace JobScheduler.TestKit;

/// <summary>Numbers the calls of one process, asks the plan about each, and does what it says.</summary>
internal sealed class FaultGate(FaultPlan plan, CallCounter counter, bool records)
{
    private readonly Lock _gate = new();
    private readonly List<StorageCall> _calls = [];
    private StorageCall? _crash;
    private int _lastNumber;

    public bool HasCrashed => _crash is not null;

    public IReadOnlyList<StorageCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public CallCounter Counter => counter;

    public void Crash() => _crash ??= new StorageCall(0, "between calls", "");

    /// <summary>Makes the call, or does not, or fails afterwards. Completes synchronously when the call does.</summary>
    public async ValueTask<T> CallAsync<T>(string name, string target, Func<ValueTask<T>> make)
    {
        var call = Number(name, target);
        switch (call.Fault)
        {
            case Fault.FailBefore:
                throw new StorageException(StorageFault.Transient, $"planned: {call}");
            case Fault.Throttled:
                throw new StorageException(StorageFault.Throttled, $"planned: {call}", null, plan.RetryAfter);
            case Fault.Full:
                throw new StorageException(StorageFault.Full, $"planned: {call}");
            case Fault.Refused:
                throw new StorageException(StorageFault.Permanent, $"planned: {call}");
            case Fault.CrashBefore:
                throw Died(call);
            case Fault.Doubled:
                await make();
                break;
        }

        var result = await make();

        // Another flow of the same process may have crashed it while this call was on its way.
        return call.Fault == Fault.CrashAfter ? throw Died(call)
            : _crash is { } crash ? throw new SimulatedCrashException(crash)
            : call.Fault == Fault.FailAfter ? throw new StorageException(StorageFault.Unknown, $"planned: {call}")
            : result;
    }

    public async ValueTask CallAsync(string name, string target, Func<ValueTask> make) => await CallAsync(name, target, async () =>
    {
        await make();
        return true;
    });

    private StorageCall Number(string name, string target)
    {
        lock (_gate)
        {
            if (_crash is { } crash)
            {
                throw new SimulatedCrashException(crash);
            }

            var call = new StorageCall(++_lastNumber, name, target);
            var fault = plan.For(call);
            call = call with { Fault = fault == Fault.Doubled && name != CallNames.Send ? Fault.None : fault };
            if (records)
            {
                _calls.Add(call);
            }

            counter.Made(name);
            return call;
        }
    }

    private SimulatedCrashException Died(StorageCall call)
    {
        _crash ??= call;
        return new SimulatedCrashException(call);
    }
}
