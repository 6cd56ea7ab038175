using System.Net;
using System.Net.Http.Headers;

namespace JobScheduler.Client.Sending;

/// <summary>Sends calls, and retries those that failed temporarily and can safely be repeated.</summary>
internal sealed class Sender(HttpClient http, Uri server, Credential? credential, JobSchedulerClientOptions options)
{
    private static readonly ProductInfoHeaderValue Agent =
        new("JobScheduler.Client", typeof(Sender).Assembly.GetName().Version?.ToString(3) ?? "0");

    public JobSchedulerClientOptions Options => options;

    /// <summary>The response: 2xx, or 304. The caller disposes it.</summary>
    /// <exception cref="JobSchedulerException">No try succeeded.</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiCall call, CancellationToken cancellation)
    {
        var begun = options.Time.GetTimestamp();
        var mayHaveActed = false;
        for (var tries = 1; ; tries++)
        {
            var result = await TryAsync(call, cancellation);
            if (result.Answer is not null)
            {
                return result.Answer;
            }

            // Not found after a deletion whose response was lost: it was deleted, as requested.
            if (mayHaveActed && call.Method == HttpMethod.Delete && result.Failure is NotFoundException)
            {
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            }

            mayHaveActed |= result.MayHaveActed;
            result.Failure!.MayHaveTakenEffect = mayHaveActed && !call.Reads;
            var delay = RetryRule.Delay(options, tries, result.RetryAfter, options.Chance.NextShare());
            var late = options.Time.GetElapsedTime(begun) + delay > options.TotalTime + call.Wait;
            if (!result.Transient || (result.MayHaveActed && !call.Repeatable) || tries >= options.MaxTries || late)
            {
                throw result.Failure;
            }

            await Task.Delay(delay, options.Time, cancellation);
        }
    }

    /// <summary>One try, without retries.</summary>
    public async Task<Try> TryAsync(ApiCall call, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.TryTimeout + call.Wait, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        HttpResponseMessage? answer = null;
        try
        {
            using var message = call.ToMessage(server);
            message.Headers.UserAgent.Add(Agent);
            if (!call.Anonymous)
            {
                credential?.Apply(message);
            }

            var until = call.Streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            answer = await http.SendAsync(message, until, either.Token);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
            {
                return new Try(answer, null);
            }

            var failure = await ErrorReader.ReadAsync(call, answer, options.Time.GetUtcNow(), either.Token);
            answer.Dispose();
            return new Try(null, failure)
            {
                Transient = failure is UnavailableException,
                MayHaveActed = failure is UnavailableException and not ThrottledException or UnexpectedAnswerException,
            };
        }
        catch (OperationCanceledException canceled) when (!cancellation.IsCancellationRequested)
        {
            answer?.Dispose();
            return Lost(new UnavailableException($"{call} was not answered in time", canceled), reached: true);
        }
        catch (HttpRequestException failure)
        {
            answer?.Dispose();
            return Lost(new UnavailableException($"{call} failed: {failure.Message}", failure), reached: !NeverLeft(failure)) with
            {
                // Retrying does not make a certificate valid.
                Transient = failure.HttpRequestError != HttpRequestError.SecureConnectionError,
            };
        }
        catch (IOException failure)
        {
            answer?.Dispose();
            return Lost(new UnavailableException($"the response to {call} broke off", failure), reached: true);
        }
    }

    private static Try Lost(UnavailableException failure, bool reached) => new(null, failure) { Transient = true, MayHaveActed = reached };

    private static bool NeverLeft(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}

/// <summary>The outcome of one try.</summary>
/// <param name="Answer">The response, if it succeeded.</param>
/// <param name="Failure">The failure, if it did not.</param>
internal sealed record Try(HttpResponseMessage? Answer, JobSchedulerException? Failure)
{
    /// <summary>Whether another try could succeed.</summary>
    public bool Transient { get; init; }

    /// <summary>Whether the server may have acted, although it did not confirm it.</summary>
    public bool MayHaveActed { get; init; }

    public TimeSpan? RetryAfter => (Failure as UnavailableException)?.RetryAfter;
}

/// <summary>How long to wait before a call is repeated.</summary>
internal static class RetryRule
{
    /// <summary>
    /// The first delay doubled with each try, up to the longest, less a random part of up to half: clients that failed
    /// together then return apart. A Retry-After is never undercut; up to the first delay is added to it, for the same reason.
    /// </summary>
    /// <param name="options">The bounds.</param>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="retryAfter">As the server asked; null if it did not.</param>
    /// <param name="share">A random number in [0, 1).</param>
    public static TimeSpan Delay(JobSchedulerClientOptions options, int tries, TimeSpan? retryAfter, double share)
    {
        var growing = Math.Min(options.FirstDelay.TotalMilliseconds * Math.Pow(2, tries - 1), options.LongestDelay.TotalMilliseconds);
        var own = TimeSpan.FromMilliseconds(growing * (1 - (share / 2)));
        var asked = retryAfter + (options.FirstDelay * share);
        return asked > own ? asked.Value : own;
    }
}
