using System.Net.Http.Headers;

namespace JobScheduler.Client;

/// <summary>What must hold for a write to happen; when it does not, nothing is changed and <see cref="PreconditionFailedException"/> is thrown.</summary>
public readonly record struct Precondition
{
    private Precondition(string header, string value) => (Header, Value) = (header, value);

    /// <summary>No condition: the last writer wins.</summary>
    public static Precondition None => default;

    /// <summary>It does not exist yet.</summary>
    public static Precondition Absent => new("If-None-Match", "*");

    /// <summary>It exists.</summary>
    public static Precondition Present => new("If-Match", "*");

    internal string? Header { get; }

    internal string? Value { get; }

    /// <summary>It is what was read.</summary>
    /// <param name="etag">As it was answered, such as <see cref="Job.ETag"/>, with its quotes.</param>
    /// <exception cref="ArgumentException">This is no ETag. Items of lists have none: read the record alone.</exception>
    public static Precondition Unchanged(string? etag) =>
        EntityTagHeaderValue.TryParse(etag, out _)
            ? new("If-Match", etag)
            : throw new ArgumentException("not an ETag as the server answers it; items of lists have none", nameof(etag));
}
