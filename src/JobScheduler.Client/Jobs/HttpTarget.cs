using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>
/// An HTTP request. The server adds the headers <c>Idempotency-Key</c>, <c>JobScheduler-Run</c>, <c>-Attempt</c>, <c>-Fence</c>,
/// <c>-Nominal-Time</c> and <c>traceparent</c>, and refuses addresses that are not public unless it is told to allow their range.
/// </summary>
public sealed record HttpTarget : Target
{
    /// <summary>Default POST.</summary>
    public string? Method { get; init; }

    /// <summary>Absolute, http or https, without user info.</summary>
    public required string Url { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>A JSON string is sent as its text, any other value as JSON; null sends the run's input.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Status codes that mean success: numbers and ranges, separated by commas. Default 200-299.</summary>
    public string? SuccessStatus { get; init; }

    /// <summary>Default: with the answer.</summary>
    public HttpCompletion? Completion { get; init; }
}
