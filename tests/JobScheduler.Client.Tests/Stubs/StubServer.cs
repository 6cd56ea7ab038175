using System.Net;
using System.Text;

namespace JobScheduler.Client.Tests.Stubs;

/// <summary>Gives prepared answers in turn and remembers what was asked. A request too many fails.</summary>
internal sealed class StubServer : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<RecordedRequest> Requests { get; } = [];

    public RecordedRequest Only => Assert.Single(Requests);

    public StubServer Answer(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public StubServer Answer(int status, string? json = null, params (string Name, string Value)[] headers) =>
        Answer(_ => Task.FromResult(Message(status, json, status >= 400 ? "application/problem+json" : "application/json", headers)));

    public StubServer Stream(string events) => Answer(_ => Task.FromResult(Message(200, events, "text/event-stream")));

    /// <summary>The request arrives, and the connection ends before the answer.</summary>
    public StubServer LoseAnswer() => Answer(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the response ended"));

    /// <summary>Nobody listens.</summary>
    public StubServer Refuse() => Answer(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"));

    /// <summary>No answer until the client gives up.</summary>
    public StubServer Hang(TaskCompletionSource arrived) => Answer(async cancellation =>
    {
        arrived.SetResult();
        await new TaskCompletionSource().Task.WaitAsync(cancellation);
        throw new InvalidOperationException("never");
    });

    public static HttpResponseMessage Message(int status, string? text, string type, params (string Name, string Value)[] headers)
    {
        var message = new HttpResponseMessage((HttpStatusCode)status);
        if (text is not null)
        {
            message.Content = new StringContent(text, Encoding.UTF8, type);
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(await RecordedRequest.OfAsync(request, cancellationToken));
        Assert.True(_answers.Count > 0, $"one request too many: {request.Method} {request.RequestUri}");
        return await _answers.Dequeue()(cancellationToken);
    }
}
