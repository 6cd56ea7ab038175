namespace JobScheduler.Storage;

/// <summary>What a failed storage call means to its caller.</summary>
public enum StorageFault
{
    /// <summary>It did not take effect; the same call may succeed later.</summary>
    Transient,

    /// <summary>Storage asks for fewer calls; it did not take effect. <see cref="StorageException.RetryAfter"/> may say when.</summary>
    Throttled,

    /// <summary>It may have taken effect: timeout, connection reset, an error after sending.</summary>
    Unknown,

    /// <summary>Storage is full; it did not take effect.</summary>
    Full,

    /// <summary>It did not take effect and will not: missing permission, folder in use, corrupt store.</summary>
    Permanent,
}

/// <summary>A storage call failed; classified once, by the driver.</summary>
public sealed class StorageException : Exception
{
    public StorageException(StorageFault fault, string message, Exception? inner = null, TimeSpan? retryAfter = null)
        : base(message, inner)
    {
        Fault = fault;
        RetryAfter = retryAfter;
    }

    public StorageFault Fault { get; }

    /// <summary>How long storage asks callers to wait; null if it did not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient => Fault is StorageFault.Transient or StorageFault.Throttled or StorageFault.Unknown or StorageFault.Full;
}
