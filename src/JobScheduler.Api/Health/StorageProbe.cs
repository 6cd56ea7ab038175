using JobScheduler.Api.Http;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Health;

/// <summary>
/// Asks the storage whether it can work, for all who want to know: anyone may ask for readiness, so callers at the same time share one
/// probe, and its answer is reused for a second, or for five where a probe goes over the network and costs. Thread-safe.
/// </summary>
public sealed class StorageProbe(IStorage storage, TimeProvider time, ILogger<StorageProbe> log)
{
    /// <summary>From the beginning of a probe to that of the next, if the storage is this process's own.</summary>
    public static readonly TimeSpan FreshWhenOwned = TimeSpan.FromSeconds(1);

    /// <summary>The same, if processes share the storage.</summary>
    public static readonly TimeSpan FreshWhenShared = TimeSpan.FromSeconds(5);

    /// <summary>How long callers wait for a probe. It goes on, and there is no second one beside it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<string?> _probe = Task.FromResult<string?>(null);
    private long? _begunAt;
    private StorageFault? _logged;

    /// <summary>Null if the storage can work; otherwise what is wrong with it, in words for anyone.</summary>
    public async Task<string?> WhatIsMissingAsync(CancellationToken cancellation)
    {
        try
        {
            return await Current().WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return $"the storage has not responded for {Duration.Format(Patience)}";
        }
    }

    private Task<string?> Current()
    {
        lock (_lock)
        {
            var fresh = storage.IsShared ? FreshWhenShared : FreshWhenOwned;
            if (_probe.IsCompleted && (_begunAt is not { } begun || time.GetElapsedTime(begun) >= fresh))
            {
                _begunAt = time.GetTimestamp();
                _probe = ProbeAsync();
            }

            return _probe;
        }
    }

    private async Task<string?> ProbeAsync()
    {
        // The lock is not held by a storage that answers, or fails, at once.
        await Task.Yield();
        try
        {
            await storage.ProbeAsync(CancellationToken.None);
            _logged = null;
            return null;
        }
        catch (StorageException failure)
        {
            if (_logged != failure.Fault)
            {
                _logged = failure.Fault;
                ApiEvents.StorageNotReady(log, failure.Fault, failure.Message);
            }

            return failure.Fault == StorageFault.Full
                ? "the disk that holds the data is full, or nearly: free up some space"
                : "the storage does not respond; see the server's log for the reason";
        }
    }
}
