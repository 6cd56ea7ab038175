namespace JobScheduler.Client;

/// <summary>An error as RFC 9457 writes it.</summary>
public sealed record Problem
{
    /// <summary>Names the kind of error; stable.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of error in words.</summary>
    public string? Title { get; init; }

    public int? Status { get; init; }

    /// <summary>What is wrong with this request, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>Refused fields by path; null when there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Finds the request in the server's logs and traces.</summary>
    public string? TraceId { get; init; }
}
