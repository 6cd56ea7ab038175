using System.Net.Http.Headers;

namespace JobScheduler.Client;

/// <summary>
/// A condition for a write; if it does not hold, nothing is changed and <see cref="PreconditionFailedException"/> is thrown.
/// </summary>
public readonly record struct Precondition
{
    private Precondition(string header, string value) => (Header, Value) = (header, value);

    /// <summary>No condition: the last writer wins.</summary>
    public static Precondition None => default;

    /// <summary>The record does not exist yet.</summary>
    public static Precondition Absent => new("If-None-Match", "*");

    /// <summary>The record exists.</summary>
    public static Precondition Present => new("If-Match", "*");

    internal string? Header { get; }

    internal string? Value { get; }

    /// <summary>The record is unchanged since it was read.</summary>
    /// <param name="etag">As the server sent it, such as <see cref="Job.ETag"/>, with its quotes.</param>
    /// <exception cref="ArgumentException">This is not an ETag. Items of lists have none: read the record itself.</exception>
    public static Precondition Unchanged(string? etag) =>
        EntityTagHeaderValue.TryParse(etag, out _)
            ? new("If-Match", etag)
            : throw new ArgumentException("not an ETag as the server sends it; items of lists have none", nameof(etag));
}
