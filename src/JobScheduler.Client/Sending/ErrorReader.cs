using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using JobScheduler.Client.Json;

namespace JobScheduler.Client.Sending;

/// <summary>The one place where unsuccessful responses become exceptions.</summary>
internal static class ErrorReader
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>Problems are small; anything longer is not one.</summary>
    private const int Longest = 1024 * 1024;

    public static async Task<JobSchedulerException> ReadAsync(
        ApiCall call, HttpResponseMessage answer, DateTimeOffset now, CancellationToken cancellation)
    {
        var problem = await ProblemAsync(answer, cancellation);
        var message = Describe(call, answer, problem);
        var status = answer.StatusCode;
        return status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
                or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType => new InvalidRequestException(message)
                {
                    Status = status,
                    Problem = problem,
                    Errors = problem?.Errors ?? new Dictionary<string, IReadOnlyList<string>>(),
                },
            HttpStatusCode.Unauthorized => new UnauthorizedException(message) { Status = status, Problem = problem },
            HttpStatusCode.Forbidden => new ForbiddenException(message) { Status = status, Problem = problem },
            HttpStatusCode.NotFound => new NotFoundException(message) { Status = status, Problem = problem },
            HttpStatusCode.Conflict => new ConflictException(message) { Status = status, Problem = problem },
            HttpStatusCode.PreconditionFailed => new PreconditionFailedException(message) { Status = status, Problem = problem },
            HttpStatusCode.TooManyRequests =>
                new ThrottledException(message) { Status = status, Problem = problem, RetryAfter = RetryAfter(answer.Headers, now) },
            HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                new UnavailableException(message) { Status = status, Problem = problem, RetryAfter = RetryAfter(answer.Headers, now) },
            _ => new UnexpectedAnswerException(message) { Status = status, Problem = problem },
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values) ? RetryAfterText.Longest(values, now) : null;

    private static async Task<Problem?> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType != ProblemJson || answer.Content.Headers.ContentLength > Longest)
        {
            return null;
        }

        try
        {
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return JsonSerializer.Deserialize(bytes, ClientJson.Of<Problem>());
        }
        catch (JsonException)
        {
            // The status says what happened; a body that is not a problem adds nothing to it.
            return null;
        }
    }

    private static string Describe(ApiCall call, HttpResponseMessage answer, Problem? problem)
    {
        var fields = problem?.Errors is { Count: > 0 } errors
            ? " (" + string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}")) + ")"
            : "";
        var words = problem?.Detail ?? problem?.Title ?? answer.ReasonPhrase;
        return $"{call} was answered with {(int)answer.StatusCode}{(string.IsNullOrEmpty(words) ? "" : ": " + words)}{fields}";
    }
}
