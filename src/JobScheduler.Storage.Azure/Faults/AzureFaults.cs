using System.Globalization;
using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Identity;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// What the account's errors mean to the callers of the ports: the one place where they are classified
/// (https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2).
/// </summary>
internal static class AzureFaults
{
    /// <summary>The longest wait, in seconds, that a response can request; a proxy in between may ask for hours.</summary>
    private const int LongestRetryAfter = 30;

    /// <summary>
    /// A <see cref="StorageException"/>, or an <see cref="ArgumentException"/> for a request beyond the service's limits; null for what
    /// is not an error of storage.
    /// </summary>
    /// <param name="error">What the SDK threw.</param>
    /// <param name="part">The service that was called.</param>
    /// <param name="cancellation">The caller's; what it canceled is not an error of storage.</param>
    public static Exception? Classify(Exception error, AzurePart part, CancellationToken cancellation) => error switch
    {
        RequestFailedException { Status: > 0 } answer => Answered(answer, part),
        AuthenticationFailedException identity => new StorageException(
            StorageFault.Transient, $"No token for the {part} service: {FirstLine(identity)} {AzureAdvice.Identity}", error),
        OperationCanceledException when cancellation.IsCancellationRequested => null,
        OperationCanceledException => Unknown($"The {part} service did not respond in time.", error),
        RequestFailedException or HttpRequestException or IOException => Unanswered(error, part),

        // The SDK reads errors as if only the service could have written them.
        JsonException or XmlException or KeyNotFoundException or FormatException or InvalidOperationException =>
            Unknown($"The response is not from the {part} service: {FirstLine(error)}.", error),
        AggregateException several => Classify(several.InnerExceptions[^1], part, cancellation),
        _ => null,
    };

    private static Exception Answered(RequestFailedException answer, AzurePart part)
    {
        var text = $"{part} service: {answer.Status} {answer.ErrorCode} {FirstLine(answer)}".TrimEnd();
        return (answer.Status, answer.ErrorCode) switch
        {
            (429, _) or (503, "ServerBusy") => Throttled(text, answer),

            // Without a code it came from a proxy, which does not say what became of the request.
            (503, _) => new StorageException(StorageFault.Unknown, text, answer, RetryAfter(answer)),
            (408 or 500 or 502 or 504, _) => Unknown(text, answer),
            (401 or 403, _) => Permanent($"{text}. {AzureAdvice.Refused(part, answer.ErrorCode)}", answer),
            (_, "TableNotFound" or "ContainerNotFound" or "QueueNotFound") => Permanent($"{text}. {AzureAdvice.Gone}", answer),
            (_, "TableBeingDeleted" or "QueueBeingDeleted" or "ContainerBeingDeleted" or "AccountIsDisabled") =>
                new StorageException(StorageFault.Transient, text, answer),
            (413, _) or (
                400, "EntityTooLarge" or "PropertyValueTooLarge" or "TooManyProperties" or "RequestBodyTooLarge" or "MessageTooLarge") =>
                new ArgumentException(text, answer),
            _ => Permanent($"{text}. {AzureAdvice.Defect}", answer),
        };
    }

    // There was no connection: nothing was sent. In all other cases the request may have arrived.
    private static StorageException Unanswered(Exception error, AzurePart part) => Http(error)?.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError
        ? new(StorageFault.Transient, $"The {part} service cannot be reached: {FirstLine(Http(error)!)}.", error)
        : Unknown($"The connection to the {part} service broke: {FirstLine(error)}.", error);

    private static HttpRequestException? Http(Exception? error) =>
        error as HttpRequestException ?? (error is null ? null : Http(error.InnerException));

    private static StorageException Unknown(string text, Exception error) => new(StorageFault.Unknown, text, error);

    private static StorageException Permanent(string text, Exception error) => new(StorageFault.Permanent, text, error);

    private static StorageException Throttled(string text, RequestFailedException error) =>
        new(StorageFault.Throttled, text, error, RetryAfter(error));

    private static TimeSpan? RetryAfter(RequestFailedException answer) =>
        answer.GetRawResponse() is { } response
        && response.Headers.TryGetValue("Retry-After", out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfter))
            : null;

    // The SDK's messages continue with the whole response.
    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim().TrimEnd('.');
}
