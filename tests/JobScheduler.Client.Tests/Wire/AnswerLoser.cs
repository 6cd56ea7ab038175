namespace JobScheduler.Client.Tests.Wire;

/// <summary>Lets the first request through and loses its answer.</summary>
internal sealed class AnswerLoser() : DelegatingHandler(new SocketsHttpHandler())
{
    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (++Requests > 1)
        {
            return answer;
        }

        answer.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "the response ended");
    }
}
