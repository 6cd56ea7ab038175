namespace JobScheduler.Api.Http;

/// <summary>A request that HTTP itself refuses, before the domain is asked.</summary>
public sealed class ProblemException(ProblemKind kind, string detail) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>Headers of the answer, such as <c>Allow</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ProblemException TooLarge(int limit) =>
        new(ProblemKind.TooLarge, $"the body has more than {limit} bytes, the limit of this route");

    public static ProblemException UnsupportedMediaType(string allowed) =>
        new(ProblemKind.UnsupportedMediaType, $"send the header Content-Type: {allowed}") { Headers = new Dictionary<string, string> { ["Accept"] = allowed } };
}
