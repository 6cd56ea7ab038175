namespace JobScheduler.Api.Http;

/// <summary>The kinds of errors: type, title and status are always the same for one kind.</summary>
public sealed record ProblemKind(int Status, string Name, string Title)
{
    public static readonly ProblemKind Malformed = new(400, "malformed", "The request is malformed");
    public static readonly ProblemKind Unauthorized = new(401, "unauthorized", "No valid credentials");
    public static readonly ProblemKind Forbidden = new(403, "forbidden", "Not allowed");
    public static readonly ProblemKind NotFound = new(404, "not-found", "Not found");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method-not-allowed", "This path does not support this method");
    public static readonly ProblemKind TooSlow = new(408, "too-slow", "The request arrived too slowly");
    public static readonly ProblemKind Conflict = new(409, "conflict", "The request conflicts with the current state");
    public static readonly ProblemKind Precondition = new(412, "precondition", "Precondition failed");
    public static readonly ProblemKind TooLarge = new(413, "too-large", "The request is too large");
    public static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported-media-type", "This content type is not supported");
    public static readonly ProblemKind Validation = new(422, "validation", "The request is invalid");
    public static readonly ProblemKind Throttled = new(429, "throttled", "Too many requests");
    public static readonly ProblemKind Internal = new(500, "internal", "Internal server error");
    public static readonly ProblemKind Unavailable = new(503, "unavailable", "Temporarily unavailable");

    /// <summary>By status. What each means is in <see cref="ProblemText"/>.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Malformed, Unauthorized, Forbidden, NotFound, MethodNotAllowed, TooSlow, Conflict, Precondition, TooLarge, UnsupportedMediaType,
        Validation, Throttled, Internal, Unavailable,
    ];

    /// <summary>Relative to the server, so that it is the same for every installation.</summary>
    public string Type => $"/problems/{Name}";

    /// <summary>A problem of this kind.</summary>
    public Problem With(string? detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null) =>
        new() { Type = Type, Title = Title, Status = Status, Detail = detail, Errors = errors is { Count: > 0 } ? errors : null };
}

/// <summary>A request refused by the HTTP layer, before the domain sees it.</summary>
public sealed class ProblemException(ProblemKind kind, string detail) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>Headers of the response, such as <c>Allow</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a credential of ours was given that is none: as far as anyone can tell, a guess.</summary>
    public bool IsGuess { get; init; }

    public static ProblemException TooLarge(int limit) =>
        new(ProblemKind.TooLarge, $"the body has more than {limit} bytes, the limit of this route");

    /// <param name="most">The bytes that the route takes at most in this process.</param>
    public static ProblemException TooLargeForMemory(long most) => new(
        ProblemKind.TooLarge,
        $"the body is too large for the memory of this server, which takes at most {most} bytes here; send less at a time, or give it more "
        + "memory");

    public static ProblemException TooManyValues(int limit) => new(
        ProblemKind.TooLarge,
        $"the body has more than {limit} names and values, the limit of this route; send longer ones, such as one string, instead of many");

    public static ProblemException UnsupportedMediaType(string allowed) =>
        new(ProblemKind.UnsupportedMediaType, $"send the header Content-Type: {allowed}")
        {
            Headers = new Dictionary<string, string> { ["Accept"] = allowed },
        };
}
