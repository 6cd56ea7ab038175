using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Content of a run with the type that was given with it, sent in pieces as it is read: it is never in memory as a whole. It is data: a
/// browser may neither execute it nor guess another type.
/// </summary>
/// <param name="name">The name of the file that a browser makes of it.</param>
/// <param name="contentType">As it was given; it may be anything.</param>
/// <param name="length">In bytes.</param>
/// <param name="read">
/// A piece from a byte on, not empty before the end. Not called for HEAD. Failures of the first call become a problem; later, when part of
/// the content has been sent, the connection is closed, which the length makes visible.
/// </param>
public sealed class ContentResult(
    string name, string contentType, long length, Func<long, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> read) : IResult
{
    private const string Unknown = "application/octet-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellation = httpContext.RequestAborted;
        var isHead = HttpMethods.IsHead(httpContext.Request.Method);

        // Before the headers: what is gone is not found.
        var piece = isHead || length == 0 ? ReadOnlyMemory<byte>.Empty : await read(0, cancellation);
        var response = httpContext.Response;
        response.ContentType = IsHeaderText(contentType) ? contentType : Unknown;
        response.ContentLength = length;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        for (var sent = 0L; !isHead && sent < length; piece = sent < length ? await read(sent, cancellation) : piece)
        {
            if (piece.IsEmpty)
            {
                throw new EndOfStreamException($"{name} ended after {sent} of {length} bytes");
            }

            piece = piece[..(int)long.Min(piece.Length, length - sent)];
            await response.Body.WriteAsync(piece, cancellation);
            sent += piece.Length;
        }
    }

    private static bool IsHeaderText(string text) => text.Length is > 0 and <= 200 && text.All(c => c is >= ' ' and <= '~');
}
