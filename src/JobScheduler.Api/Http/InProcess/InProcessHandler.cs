using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using JobScheduler.Shards;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Api.Http;

/// <summary>
/// Answers requests of this process to its own API, without a connection: for clients that live in the same process as the scheduler. What
/// a request means, and what is refused, is the same as over the wire. Answers are streamed.
/// </summary>
/// <param name="services">The container of the process; each request gets a scope.</param>
/// <param name="caller">On whose behalf all requests are made.</param>
public sealed class InProcessHandler(IServiceProvider services, Caller caller) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!services.GetRequiredService<Deployment>().IsOpen)
        {
            throw new InvalidOperationException(
                "the scheduler has not started yet: use its client in StartAsync of a hosted service, or later");
        }

        var exchange = new InProcessExchange(cancellationToken);
        try
        {
            await exchange.ReadAsync(request);
        }
        catch
        {
            await exchange.EndAsync(null);
            throw;
        }

        var work = AnswerAsync(exchange);
        await Task.WhenAny(work, exchange.Begun);
        if (work.IsFaulted)
        {
            await work;
        }

        // Whoever gave up gets no answer, as over a connection.
        cancellationToken.ThrowIfCancellationRequested();

        return exchange.Response(request);
    }

    private async Task AnswerAsync(InProcessExchange exchange)
    {
        var context = exchange.Context;
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await StopOfWaiting.RunAsync(context, () => AnswerAsync(context), stopping);
            await exchange.EndAsync(null);
        }
        catch (Exception failure)
        {
            await exchange.EndAsync(failure);

            // Later than that, the content tells.
            if (!exchange.Begun.IsCompleted)
            {
                throw;
            }
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (route, values) = ApiRoutes.Table.Match(context.Request.Method, context.Request.Path);
        context.Request.RouteValues = values;
        var answer = await services.GetRequiredService<ApiDispatcher>().InvokeAsync(route, context, _ => caller);
        await answer.ExecuteAsync(context);
    }
}

/// <summary>One request and its answer. The answer's content owns what has to be disposed of.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The content of the answer disposes of the source, and the stream holds nothing.")]
internal sealed class InProcessExchange
{
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly Pipe _body = new();
    private readonly BeginningStream _written;

    public InProcessExchange(CancellationToken cancellation)
    {
        // Ends with the request: callers may use one token for all their requests, such as that of their own stop.
        _caller = cancellation.UnsafeRegister(static aborted => ((CancellationTokenSource)aborted!).Cancel(), _aborted);
        _written = new BeginningStream(_body.Writer.AsStream());
        Context.Features.Set<IHttpResponseFeature>(new BegunResponse(Begun));
        Context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_written));
        Context.RequestAborted = _aborted.Token;
    }

    public DefaultHttpContext Context { get; } = new();

    /// <summary>Completes when the first bytes of the body are written; status and headers are final by then.</summary>
    public Task Begun => _written.Begun;

    public async Task ReadAsync(HttpRequestMessage message)
    {
        var request = Context.Request;
        var address = message.RequestUri!;
        request.Method = message.Method.Method;
        request.Scheme = address.Scheme;
        request.Host = HostString.FromUriComponent(address);
        request.Path = PathString.FromUriComponent(address);
        request.QueryString = QueryString.FromUriComponent(address);
        foreach (var (name, values) in message.Headers.Concat(message.Content?.Headers.AsEnumerable() ?? []))
        {
            request.Headers[name] = values.ToArray();
        }

        if (message.Content is not null)
        {
            request.Body = await message.Content.ReadAsStreamAsync(_aborted.Token);
            request.ContentLength ??= message.Content.Headers.ContentLength;
        }
    }

    public HttpResponseMessage Response(HttpRequestMessage request)
    {
        var answer = Context.Response;
        var content = new InProcessContent(_body.Reader.AsStream(), _aborted);
        var message = new HttpResponseMessage((HttpStatusCode)answer.StatusCode) { RequestMessage = request, Content = content };
        foreach (var (name, values) in answer.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return message;
    }

    /// <summary>The request has been answered, or has failed: who reads the body then gets an error, as from a lost connection.</summary>
    public ValueTask EndAsync(Exception? failure)
    {
        _caller.Unregister();
        return _body.Writer.CompleteAsync(
            failure is null or OperationCanceledException ? failure : new IOException("the answer could not be sent to its end", failure));
    }

    /// <summary>Says that what has been written cannot be taken back; without a server, nothing else would.</summary>
    private sealed class BegunResponse(Task begun) : HttpResponseFeature
    {
        public override bool HasStarted => begun.IsCompleted;
    }
}

/// <summary>The body of an answer. Whoever disposes of it before its end no longer wants the rest.</summary>
internal sealed class InProcessContent(Stream body, CancellationTokenSource aborted) : StreamContent(body)
{
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aborted.Cancel();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A stream that tells when writing begins.</summary>
internal sealed class BeginningStream(Stream inner) : Stream
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        _begun.TrySetResult();
        inner.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        return inner.FlushAsync(cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _begun.TrySetResult();
        inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _begun.TrySetResult();
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
