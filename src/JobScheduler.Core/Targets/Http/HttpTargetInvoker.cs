using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Executes HTTP targets: requests, redirects, and what is said of answers. It sets no time limit beyond connecting: a target that hangs,
/// or sends its body drop by drop, is ended by the caller's cancellation. The handler must come from <see cref="GuardedHandler"/>; it is
/// disposed with the invoker.
/// </summary>
public sealed class HttpTargetInvoker(
    HttpMessageHandler handler,
    AddressGuard guard,
    TimeProvider clock,
    Entropy entropy,
    CallbackAddress callback,
    ILogger<HttpTargetInvoker> log) : ITargetInvoker, IDisposable
{
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

        var mask = new EchoMask();
        var judge = new AnswerJudge(target, success, mask, clock);
        var request = RequestComposer.Compose(attempt, target, callback, entropy);
        for (var redirects = 0; ; redirects++)
        {
            mask.Sent(request);
            var (outcome, next) = await SendAsync(attempt, judge, request, redirects, cancellation);
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
        AttemptContext attempt, AnswerJudge judge, OutgoingRequest request, int redirects, CancellationToken cancellation)
    {
        // The host of a redirect is the target's word.
        var host = redirects == 0 ? request.Url.Authority : judge.Mask.Apply(request.Url.Authority);
        try
        {
            using var message = request.ToMessage();
            var sent = clock.GetTimestamp();
            using var answer = await _http.SendAsync(message, cancellation);
            var took = clock.GetElapsedTime(sent);
            if (judge.LocationOf(answer) is not { } location)
            {
                return (await judge.OutcomeAsync(host, answer, took, cancellation), null);
            }

            if (redirects == RedirectRule.Most)
            {
                return (judge.TooManyRedirects(host, answer, took), null);
            }

            var (next, refusal) = RedirectRule.Follow(request, (int)answer.StatusCode, location, judge.Redirects, guard);
            return refusal is null ? (null, next) : (Refuse(attempt, judge.Mask.Apply(refusal)), null);
        }
        catch (Exception error) when (ConnectionFault.Covers(error))
        {
            // The handler reports a cancelled request in several shapes; the caller is promised one.
            cancellation.ThrowIfCancellationRequested();
            return (Unanswered(attempt, error, request.Url, judge.Mask, isRedirected: redirects > 0), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Nothing is known of its text, so it may repeat what was sent.
            return (Failed(error.GetType().Name, judge.Mask.Apply(error.Message)), null);
        }
    }

    private TargetOutcome.Failed Unanswered(AttemptContext attempt, Exception error, Uri url, EchoMask mask, bool isRedirected)
    {
        if (ConnectionFault.Refusal(error) is not { } refusal)
        {
            var reason = ConnectionFault.Describe(error, url);
            return Failed(FailureNames.Connection, isRedirected ? mask.Apply(reason) : reason);
        }

        log.AddressRefused(
            attempt.RunId,
            attempt.Tenant,
            isRedirected ? mask.Apply(refusal.Host) : refusal.Host,
            refusal.Refusal.Address,
            refusal.Refusal.Kind);
        return Failed(FailureNames.Refused, isRedirected ? mask.Apply(refusal.Message) : refusal.Message, retryable: false);
    }

    private TargetOutcome.Failed Refuse(AttemptContext attempt, string reason)
    {
        log.TargetRefused(attempt.RunId, attempt.Tenant, reason);
        return Failed(FailureNames.Refused, reason, retryable: false);
    }

    private static TargetOutcome.Failed Failed(string type, string message, bool retryable = true) =>
        new(AttemptError.Of(type, message), null, retryable);
}
