namespace JobScheduler.Client;

/// <summary>The server refuses what was sent, and nothing was changed: 400 or 415 its shape, 422 its meaning, 413 its size.</summary>
public sealed class InvalidRequestException : JobSchedulerException
{
    internal InvalidRequestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>All refused fields by path, such as <c>retry.maxAttempts</c>: what is wrong with each and what would be right.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; internal init; } = new Dictionary<string, IReadOnlyList<string>>();
}
