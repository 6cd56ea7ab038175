using System.Globalization;
using System.Text;
using System.Text.Json;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobScheduler.Api.Runs;

/// <summary>
/// Follows a log as server-sent events: one event per line, and <c>event: end</c> when no line will follow. The id of the last
/// event of a block is where to continue after a lost connection.
/// </summary>
internal sealed class LogStream(LogPage first, Func<long, Task<LogPage>> read, MemoryLease memory, TimeProvider time) : IResult
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Characters sent at a time, and a line more.</summary>
    private const int PieceLength = 16 * 1024;

    // Let go once it is sent: a log may be followed for hours.
    private LogPage? _first = first;

    /// <summary>A comment is sent after this many empty reads, 15 s, so that no proxy considers the connection dead.</summary>
    private const int QuietReads = 30;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var cancellation = httpContext.RequestAborted;
        response.ContentType = "text/event-stream; charset=utf-8";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        try
        {
            await WriteAsync(response, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The reader has disconnected.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellation)
    {
        var quiet = 0;
        var page = _first!;
        _first = null;
        for (; ; page = await NextAsync(page, cancellation))
        {
            quiet = page.Items.Count > 0 ? 0 : quiet + 1;
            foreach (var text in page.Items.Count > 0 ? Events(page) : quiet % QuietReads == 1 ? [": waiting\n\n"] : [])
            {
                await SendAsync(text, response, cancellation);
            }

            if (page.Complete)
            {
                await SendAsync("event: end\ndata: {}\n\n", response, cancellation);
                return;
            }

            var isQuiet = page.Items.Count == 0;
            page = page with { Items = [] };
            memory.KeepOnly(RouteMemory.Little.Bytes);
            if (isQuiet)
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task<LogPage> NextAsync(LogPage last, CancellationToken cancellation)
    {
        try
        {
            await memory.TakeAsync(RouteMemory.Scan.Bytes - memory.Taken, cancellation);
        }
        catch (ProblemException)
        {
            // Others have the memory: as if nothing had been logged yet.
            return last;
        }

        return await read(last.Next);
    }

    private static async Task SendAsync(string text, HttpResponse response, CancellationToken cancellation)
    {
        await response.WriteAsync(text, cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    private static IEnumerable<string> Events(LogPage page)
    {
        var text = new StringBuilder();
        for (var i = 0; i < page.Items.Count; i++)
        {
            // JSON on one line: no text from a target can end the event and start another.
            if (i == page.Items.Count - 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"id: {page.Next}\n");
            }

            text.Append("data: ").Append(JsonSerializer.Serialize(page.Items[i], WireJson.Default.LogLine)).Append("\n\n");
            if (text.Length >= PieceLength || i == page.Items.Count - 1)
            {
                yield return text.ToString();
                text.Clear();
            }
        }
    }
}
