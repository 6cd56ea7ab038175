using System.Globalization;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Sends an HTTP target's request and judges the answer. It sets no time limit beyond connecting: a target that hangs, or sends its
/// body drop by drop, is ended by the caller's cancellation. The handler must come from <see cref="GuardedHandler"/>; it is disposed
/// with the invoker.
/// </summary>
public sealed class HttpTargetInvoker(
    HttpMessageHandler handler,
    AddressGuard guard,
    TimeProvider clock,
    Entropy entropy,
    ILogger<HttpTargetInvoker> log) : ITargetInvoker, IDisposable
{
    /// <summary>The failure of an answer that is longer than <see cref="ResultContent.Largest"/>. It is not retried.</summary>
    public const string ResultTooLarge = "result:tooLarge";

    private const int ExcerptLength = 500;
    private static readonly TimeSpan ExcerptPatience = TimeSpan.FromSeconds(5);
    private readonly HttpMessageInvoker _http = new(handler);

    public bool CanInvoke(Target target) => target is HttpTarget;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The target is not an HTTP target.</exception>
    public async Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
    {
        var target = attempt.Target as HttpTarget ?? throw new ArgumentException("not an HTTP target", nameof(attempt));

        // Checked again, although it was when written: rows may be older than a rule, and allowed ranges may have been closed.
        var faults = HttpTargetRules.Validate(target, guard);
        if (faults.Count > 0 || StatusSet.TryParse(target.SuccessStatus, out _) is not { } success)
        {
            return Refuse(attempt, string.Join("; ", faults.Select(fault => $"{fault.Field} {fault.Message}")));
        }

        var request = RequestComposer.Compose(attempt, target, entropy);
        for (var redirects = 0; ; redirects++)
        {
            var (outcome, next) = await SendAsync(attempt, target, success, request, redirects, cancellation);
            if (outcome is not null)
            {
                return outcome;
            }

            request = next!;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One request: how the attempt ended, or the request that a redirect asks for.</summary>
    private async Task<(TargetOutcome? Outcome, OutgoingRequest? Next)> SendAsync(
        AttemptContext attempt,
        HttpTarget target,
        StatusSet success,
        OutgoingRequest request,
        int redirects,
        CancellationToken cancellation)
    {
        try
        {
            using var message = request.ToMessage();
            using var answer = await _http.SendAsync(message, cancellation);
            var status = (int)answer.StatusCode;
            var framing = AnswerFraming.Of(answer);
            if (framing.Fault is not null && (success.Contains(status) || RedirectRule.Applies(status)))
            {
                // Nothing of such an answer is to be believed. One that is a failure anyway keeps its status, which says more.
                return (Failed(FailureNames.Connection, $"{request.Url.Authority} {framing.Fault}"), null);
            }

            if (success.Contains(status))
            {
                return (
                    target.Completion == HttpCompletion.Callback
                        ? new TargetOutcome.Taken()
                        : await ResultAsync(answer, framing.Length, cancellation),
                    null);
            }

            if (!RedirectRule.Applies(status) || !answer.Headers.NonValidated.TryGetValues("Location", out var location))
            {
                return (await FailureAsync(request.Url, answer, cancellation), null);
            }

            if (redirects == RedirectRule.Most)
            {
                return (
                    Failed(FailureNames.Http(status), $"{request.Url.Authority} redirects again after {RedirectRule.Most} redirects"),
                    null);
            }

            var (next, refusal) = RedirectRule.Follow(request, status, location.ToString(), guard);
            return refusal is null ? (null, next) : (Refuse(attempt, refusal), null);
        }
        catch (Exception error) when (ConnectionFault.Covers(error))
        {
            // The handler reports a cancelled request in several shapes; the caller is promised one.
            cancellation.ThrowIfCancellationRequested();
            return (Unanswered(attempt, error, request.Url), null);
        }
    }

    private static async Task<TargetOutcome> ResultAsync(HttpResponseMessage answer, long? length, CancellationToken cancellation)
    {
        var bytes = await AnswerReader.ReadAsync(answer.Content, length, ResultContent.Largest, cancellation);
        return bytes switch
        {
            null => Failed(
                ResultTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {ResultContent.Largest / (1024 * 1024)} MiB"),
                retryable: false),
            [] => new TargetOutcome.Succeeded(null),
            _ => new TargetOutcome.Succeeded(new ResultContent(AnswerReader.TypeOf(answer.Content), bytes)),
        };
    }

    private async Task<TargetOutcome> FailureAsync(Uri url, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        var excerpt = await AnswerReader.ExcerptAsync(answer.Content, ExcerptLength, ExcerptPatience, clock, cancellation);
        var message = string.Create(
            CultureInfo.InvariantCulture, $"{url.Authority} answered {status}{(excerpt.Length > 0 ? ": " : "")}{excerpt}");
        return Failed(FailureNames.Http(status), message, RetryAfterOf(answer));
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? RetryAfterText.Longest(values, clock.GetUtcNow())
            : null;

    private TargetOutcome.Failed Unanswered(AttemptContext attempt, Exception error, Uri url)
    {
        if (ConnectionFault.Refusal(error) is not { } refusal)
        {
            return Failed(FailureNames.Connection, ConnectionFault.Describe(error, url));
        }

        log.AddressRefused(attempt.RunId, attempt.Tenant, refusal.Host, refusal.Refusal.Address, refusal.Refusal.Kind);
        return Failed(FailureNames.Refused, refusal.Message, retryable: false);
    }

    private TargetOutcome.Failed Refuse(AttemptContext attempt, string reason)
    {
        log.TargetRefused(attempt.RunId, attempt.Tenant, reason);
        return Failed(FailureNames.Refused, reason, retryable: false);
    }

    private static TargetOutcome.Failed Failed(string type, string message, TimeSpan? retryAfter = null, bool retryable = true) =>
        new(AttemptError.Of(type, message), retryAfter, retryable);
}
