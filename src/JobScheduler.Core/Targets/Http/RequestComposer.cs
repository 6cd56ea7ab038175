using System.Diagnostics;
using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>Makes the first request of an attempt. The target has passed <see cref="HttpTargetRules"/>.</summary>
internal static class RequestComposer
{
    public static OutgoingRequest Compose(AttemptContext attempt, HttpTarget target, Entropy entropy)
    {
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
        }

        return new OutgoingRequest(HttpMethod.Parse(target.Method), new Uri(target.Url), [.. headers], body?.Bytes);
    }

    /// <summary>The current activity, or the start of a trace that nobody here records.</summary>
    private static string TraceParent(Entropy entropy) => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
        ? id
        // All zeros are not allowed: the last bit is set.
        : string.Create(
            CultureInfo.InvariantCulture, $"00-{entropy.NextBits():x16}{entropy.NextBits() | 1:x16}-{entropy.NextBits() | 1:x16}-00");
}
