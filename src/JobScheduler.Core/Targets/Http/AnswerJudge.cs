using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>What the answers to an attempt's requests mean, and what is kept of them. Their words are masked; results are not.</summary>
internal sealed class AnswerJudge(HttpTarget target, StatusSet success, EchoMask mask, TimeProvider clock)
{
    /// <summary>The failure of an answer that is longer than <see cref="ResultContent.Largest"/>. It is not retried.</summary>
    public const string ResultTooLarge = "result:tooLarge";

    private const int ExcerptLength = 500;
    private const int LongestType = 200;
    private static readonly TimeSpan ExcerptPatience = TimeSpan.FromSeconds(5);

    public EchoMask Mask => mask;

    public HttpRedirects Redirects => target.Redirects ?? HttpRedirects.Follow;

    /// <summary>Where the answer redirects to; null: it is to be judged itself.</summary>
    public string? LocationOf(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        return !success.Contains(status)
            && RedirectRule.Applies(status)
            && Redirects != HttpRedirects.None
            && AnswerFraming.Of(answer, mask).Fault is null
            && answer.Headers.NonValidated.TryGetValues("Location", out var location)
            ? location.ToString()
            : null;
    }

    /// <summary>How the attempt ended with this answer.</summary>
    /// <param name="host">As it may be shown.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="took">From the request to its head.</param>
    /// <param name="cancellation">Ends the wait for its body.</param>
    public async Task<TargetOutcome> OutcomeAsync(
        string host, HttpResponseMessage answer, TimeSpan took, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        var framing = AnswerFraming.Of(answer, mask);
        var seen = Seen(answer, took) with { Length = framing.Length };
        if (framing.Fault is not null && (success.Contains(status) || RedirectRule.Applies(status)))
        {
            // Nothing of such an answer is to be believed. One that is a failure anyway keeps its status, which says more.
            return Failed(seen, FailureNames.Connection, $"{host} {framing.Fault}");
        }

        return !success.Contains(status) ? await FailureAsync(host, answer, seen, cancellation)
            : target.Completion == HttpCompletion.Callback ? new TargetOutcome.Taken { Answer = seen }
            : await ResultAsync(answer, framing.Length, seen, cancellation);
    }

    public TargetOutcome TooManyRedirects(string host, HttpResponseMessage answer, TimeSpan took) =>
        Failed(
            Seen(answer, took),
            FailureNames.Http((int)answer.StatusCode),
            $"{host} redirects again after {RedirectRule.Most} redirects");

    private static async Task<TargetOutcome> ResultAsync(
        HttpResponseMessage answer, long? length, TargetAnswer seen, CancellationToken cancellation)
    {
        var bytes = await AnswerReader.ReadAsync(answer.Content, length, ResultContent.Largest, cancellation);
        return bytes switch
        {
            null => Failed(
                seen,
                ResultTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {ResultContent.Largest / (1024 * 1024)} MiB"),
                retryable: false),
            [] => new TargetOutcome.Succeeded(null) { Answer = seen with { Length = 0 } },
            _ => new TargetOutcome.Succeeded(new ResultContent(AnswerReader.TypeOf(answer.Content), bytes))
            {
                Answer = seen with { Length = bytes.Length },
            },
        };
    }

    private async Task<TargetOutcome> FailureAsync(
        string host, HttpResponseMessage answer, TargetAnswer seen, CancellationToken cancellation)
    {
        var excerpt = await AnswerReader.ExcerptAsync(answer.Content, ExcerptLength, ExcerptPatience, clock, cancellation);
        var text = mask.Apply(excerpt.Text, excerpt.IsCut).Trim();
        text = text.Length > ExcerptLength ? string.Concat(text.AsSpan(0, ExcerptLength), "…") : text;
        var message = string.Create(
            CultureInfo.InvariantCulture, $"{host} answered {seen.Status}{(text.Length > 0 ? ": " : "")}{text}");
        return Failed(seen, FailureNames.Http(seen.Status), message, RetryAfterOf(answer));
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? RetryAfterText.Longest(values, clock.GetUtcNow())
            : null;

    private TargetAnswer Seen(HttpResponseMessage answer, TimeSpan took) => new(
        (int)answer.StatusCode,
        took,
        answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types)
            && types.ToString() is { Length: > 0 and <= LongestType } type
            ? AttemptError.Of("", mask.Apply(type)).Message
            : null);

    private static TargetOutcome.Failed Failed(
        TargetAnswer seen, string type, string message, TimeSpan? retryAfter = null, bool retryable = true) =>
        new(AttemptError.Of(type, message), retryAfter, retryable) { Answer = seen };
}
