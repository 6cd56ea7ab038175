using System.Net;

namespace JobScheduler.Client;

/// <summary>A call that did not succeed; the derived type says why.</summary>
public class JobSchedulerException : Exception
{
    internal JobSchedulerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The status of the last response; null if there was none.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>The server's explanation; null if it gave none that this client understands.</summary>
    public Problem? Problem { get; internal init; }

    /// <summary>
    /// True: the call, or an earlier try of it, reached the server and its answer is not known, so what was asked for may have
    /// happened. Never true of reads.
    /// </summary>
    public bool MayHaveTakenEffect { get; internal set; }
}

/// <summary>The server rejected the request and changed nothing: 400 or 415 for its form, 422 for its meaning, 413 for its size.</summary>
public sealed class InvalidRequestException : JobSchedulerException
{
    internal InvalidRequestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>All invalid fields by path, such as <c>retry.maxAttempts</c>: what is wrong with each and what would be right.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; internal init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>401: the key is missing, wrong, or no longer valid.</summary>
public sealed class UnauthorizedException : JobSchedulerException
{
    internal UnauthorizedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>403: the key is valid, but does not permit this.</summary>
public sealed class ForbiddenException : JobSchedulerException
{
    internal ForbiddenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>404: there is no such record for the tenant of this key.</summary>
public sealed class NotFoundException : JobSchedulerException
{
    internal NotFoundException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>409: the request conflicts with the current state, such as canceling a run that has succeeded, or a stale fence.</summary>
public sealed class ConflictException : JobSchedulerException
{
    internal ConflictException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>
/// 412: the <see cref="Precondition"/> does not hold. When <see cref="JobSchedulerException.MayHaveTakenEffect"/> is true, the change
/// in between may be this call's own: read to find out.
/// </summary>
public sealed class PreconditionFailedException : JobSchedulerException
{
    internal PreconditionFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>
/// The server could not be reached, did not answer in time, or cannot take the call now; the client has
/// already retried as far as it may.
/// </summary>
public class UnavailableException : JobSchedulerException
{
    internal UnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>How long the server asked the client to wait before the next call; null if it did not.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}

/// <summary>429: too many requests; nothing was done.</summary>
public sealed class ThrottledException : UnavailableException
{
    internal ThrottledException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The response is not one that this API gives: it came from a proxy or another server, or the server failed.</summary>
public sealed class UnexpectedAnswerException : JobSchedulerException
{
    internal UnexpectedAnswerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
