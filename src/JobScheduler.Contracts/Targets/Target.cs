using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>What is executed: an HTTP request, or a handler registered in code.</summary>
/// <remarks>A new kind is a record here and an attribute below; the discriminator is <c>type</c>, on the wire and in rows.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HttpTarget), "http")]
[JsonDerivedType(typeof(HandlerTarget), "handler")]
public abstract record Target;

/// <summary>Code registered under a name. echo, delay and fail are built in, for trying things out.</summary>
public sealed record HandlerTarget : Target
{
    public required string Name { get; init; }
}

/// <summary>
/// An HTTP request. The headers Idempotency-Key, JobScheduler-Run, -Attempt, -Fence, -Nominal-Time and traceparent are added to it.
/// </summary>
public sealed record HttpTarget : Target
{
    public string Method { get; init; } = "POST";

    /// <summary>
    /// Absolute, http or https, without user info. Addresses that are not public are refused unless the server allows their range.
    /// </summary>
    public required string Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A JSON string is sent as its text, any other value as JSON; null sends the run's input.</summary>
    public RawJson? Body { get; init; }

    /// <summary>Status codes that mean success: numbers and ranges, separated by commas.</summary>
    public string SuccessStatus { get; init; } = "200-299";

    /// <summary>
    /// response: the response ends the attempt. callback: the response only accepts the work; the target completes it through
    /// POST /runs/{runId}/complete, with the token from the header JobScheduler-Token. The header JobScheduler-Callback has the URL before
    /// /complete, if the server knows its public address.
    /// </summary>
    public HttpCompletion Completion { get; init; } = HttpCompletion.Response;

    /// <summary>
    /// Which redirects are followed, at most 3, never from https to http; null: follow. Another origin (scheme, host or port) gets the
    /// headers Accept, Accept-Language, User-Agent, Idempotency-Key, traceparent and JobScheduler-* alone, and a body only with
    /// followWithBody. With follow, a redirect that would send the body to another origin is refused.
    /// </summary>
    public HttpRedirects? Redirects { get; init; }
}

/// <summary>When an HTTP target's attempt is over.</summary>
[JsonConverter(typeof(WordConverter<HttpCompletion>))]
public enum HttpCompletion
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>With the response.</summary>
    Response = 0,

    /// <summary>The response only accepts the work; the target completes it through the API, with the attempt's token.</summary>
    Callback,
}

/// <summary>Which redirects of an HTTP target are followed.</summary>
[JsonConverter(typeof(WordConverter<HttpRedirects>))]
public enum HttpRedirects
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Also to other origins, but no body goes there.</summary>
    Follow = 0,

    /// <summary>Also to other origins, with the body where the status keeps it (307, 308).</summary>
    FollowWithBody,

    /// <summary>None: a redirect fails the attempt with its status.</summary>
    None,
}
