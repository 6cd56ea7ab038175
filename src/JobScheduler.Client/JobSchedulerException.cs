using System.Net;

namespace JobScheduler.Client;

/// <summary>A call that did not succeed. What is derived from it says why.</summary>
public class JobSchedulerException : Exception
{
    internal JobSchedulerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Of the last answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>What the server said of it; null when it said nothing that this client understands.</summary>
    public Problem? Problem { get; internal init; }

    /// <summary>
    /// True: the call, or an earlier try of it, reached the server and its answer is not known, so what was asked for may have
    /// happened. Never true of reads.
    /// </summary>
    public bool MayHaveTakenEffect { get; internal set; }
}
