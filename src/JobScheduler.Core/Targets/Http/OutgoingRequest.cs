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
