namespace JobScheduler;

/// <summary>Kinds of refusals; each has one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>It does not exist in this tenant: 404.</summary>
    NotFound,

    /// <summary>The request conflicts with the current state: 409.</summary>
    Conflict,

    /// <summary>The request is well formed, but its meaning is invalid: 422.</summary>
    Invalid,

    /// <summary>The ETag given is not the current one: 412.</summary>
    Precondition,

    /// <summary>Too large to be stored: 413.</summary>
    TooLarge,

    /// <summary>Too many requests: 429.</summary>
    Throttled,

    /// <summary>Storage cannot take it now: 503. Whether it took effect may be unknown.</summary>
    Unavailable,
}

/// <summary>The domain refuses a request. Mapped to problem details in one place in the API.</summary>
public sealed class RefusalException : Exception
{
    public RefusalException(
        RefusalKind kind,
        string detail,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null,
        TimeSpan? retryAfter = null,
        Exception? inner = null)
        : base(detail, inner)
    {
        Kind = kind;
        Errors = errors ?? new Dictionary<string, IReadOnlyList<string>>();
        RetryAfter = retryAfter;
    }

    public RefusalKind Kind { get; }

    /// <summary>By field path (<c>spec.cron</c>): what is wrong, and what would be valid.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; }

    /// <summary>When to try again, for <see cref="RefusalKind.Throttled"/> and <see cref="RefusalKind.Unavailable"/>.</summary>
    public TimeSpan? RetryAfter { get; }

    public static RefusalException NotFound(string what, string id) => new(RefusalKind.NotFound, $"there is no {what} '{id}'");

    public static RefusalException Conflict(string detail) => new(RefusalKind.Conflict, detail);

    public static RefusalException Invalid(string field, string detail) =>
        new(RefusalKind.Invalid, $"{field}: {detail}", new Dictionary<string, IReadOnlyList<string>> { [field] = [detail] });
}
