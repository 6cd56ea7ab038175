using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace JobScheduler.Targets.Http;

/// <summary>
/// A request as data, so that a redirect can change it and send it again. Headers that describe the body are among the others and
/// are left out when there is none.
/// </summary>
internal sealed record OutgoingRequest(
    HttpMethod Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte>? Body)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Url) { Content = Body is { } bytes ? new ReadOnlyMemoryContent(bytes) : null };
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}

/// <summary>
/// What is sent: the definition's body, otherwise the run's input. A content type in the definition takes precedence over this one.
/// </summary>
internal sealed record RequestBody(ReadOnlyMemory<byte> Bytes, string ContentType)
{
    /// <summary>A JSON string is sent as its text, everything else as JSON; null when there is nothing to send.</summary>
    public static RequestBody? Of(RawJson? body, RawJson? input) => body switch
    {
        not null when IsString(body) => new RequestBody(Encoding.UTF8.GetBytes(TextOf(body)), "text/plain; charset=utf-8"),
        not null => Json(body),
        null when input is not null => Json(input),
        null => null,
    };

    /// <summary>Null when the body can be sent, otherwise what is wrong.</summary>
    public static string? Check(RawJson? body)
    {
        try
        {
            _ = body is not null && IsString(body) ? TextOf(body) : null;
            return null;
        }
        catch (InvalidOperationException)
        {
            return "contains an unpaired surrogate, which no encoding can send";
        }
    }

    private static RequestBody Json(RawJson value) => new(Encoding.UTF8.GetBytes(value.Text), "application/json");

    private static bool IsString(RawJson value) => value.Text.AsSpan().TrimStart(" \t\r\n").StartsWith('"');

    private static string TextOf(RawJson value)
    {
        using var document = JsonDocument.Parse(value.Text);
        return document.RootElement.GetString()!;
    }
}

/// <summary>Makes the first request of an attempt. The target has passed <see cref="HttpTargetRules"/>.</summary>
internal static class RequestComposer
{
    public static OutgoingRequest Compose(AttemptContext attempt, HttpTarget target, CallbackAddress callback, Entropy entropy)
    {
        var url = new Uri(target.Url);
        var body = RequestBody.Of(target.Body, attempt.Input);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "JobScheduler",
            [TargetHeaders.IdempotencyKey] = attempt.RunId,
        };
        if (body is not null)
        {
            headers["Content-Type"] = body.ContentType;
        }

        foreach (var (name, value) in target.Headers ?? new Dictionary<string, string>())
        {
            headers[name] = value;
        }

        headers[TargetHeaders.Run] = attempt.RunId;
        headers[TargetHeaders.Attempt] = attempt.Attempt.ToString(CultureInfo.InvariantCulture);
        headers[TargetHeaders.Fence] = attempt.Fence.ToString(CultureInfo.InvariantCulture);
        headers[TargetHeaders.NominalTime] = Timestamp.Format(attempt.NominalAt);
        headers[TargetHeaders.TraceParent] = TraceParent(entropy);
        if (attempt.JobId is not null)
        {
            headers[TargetHeaders.Job] = attempt.JobId;
        }

        if (target.Completion == HttpCompletion.Callback)
        {
            headers[TargetHeaders.Token] = attempt.CompletionToken;
            if (callback.Of(attempt.RunId, url) is { } address)
            {
                headers[TargetHeaders.Callback] = address;
            }
        }

        return new OutgoingRequest(HttpMethod.Parse(target.Method), url, [.. headers], body?.Bytes);
    }

    /// <summary>The current activity, or the start of a trace that nobody records here.</summary>
    private static string TraceParent(Entropy entropy) => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
        ? id
        // All zeros are not allowed: the last bit is set.
        : string.Create(
            CultureInfo.InvariantCulture, $"00-{entropy.NextBits():x16}{entropy.NextBits() | 1:x16}-{entropy.NextBits() | 1:x16}-00");
}

/// <summary>The headers that tell an HTTP target which attempt it executes.</summary>
public static class TargetHeaders
{
    /// <summary>Begins the names below; callers may not give headers of this kind.</summary>
    public const string Prefix = "JobScheduler-";

    /// <summary>The run's id, the same for all its attempts, unless the target's definition gives a key of its own.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    public const string Run = Prefix + "Run";

    /// <summary>Absent for runs without a job.</summary>
    public const string Job = Prefix + "Job";

    /// <summary>Counts from 1.</summary>
    public const string Attempt = Prefix + "Attempt";

    /// <summary>Rises with each attempt of a run.</summary>
    public const string Fence = Prefix + "Fence";

    /// <summary>RFC 3339 in UTC.</summary>
    public const string NominalTime = Prefix + "Nominal-Time";

    /// <summary>Only for completion by callback: authorises heartbeat and completion of this attempt.</summary>
    public const string Token = Prefix + "Token";

    /// <summary>Only for completion by callback, and if it is known: the absolute URL of the run in the API.</summary>
    public const string Callback = Prefix + "Callback";

    /// <summary>W3C Trace Context.</summary>
    public const string TraceParent = "traceparent";
}
