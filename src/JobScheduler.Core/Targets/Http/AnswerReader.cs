using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>Reads answers in bounded memory.</summary>
internal static class AnswerReader
{
    private const int ChunkSize = 16 * 1024;
    private const string Unknown = "application/octet-stream";

    /// <summary>The whole body, or null as soon as it turns out to be longer than <paramref name="largest"/> bytes.</summary>
    /// <param name="content">The body.</param>
    /// <param name="length">Its length, if it was told; what follows is not read.</param>
    /// <param name="largest">Bytes at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="HttpIOException">It ends before its length.</exception>
    public static async Task<byte[]?> ReadAsync(HttpContent content, long? length, int largest, CancellationToken cancellation)
    {
        if (length > largest)
        {
            return null;
        }

        using var body = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var read = await CopyAsync(stream, body, (int?)length ?? largest + 1, cancellation);
        return read < length ? throw new HttpIOException(HttpRequestError.ResponseEnded)
            : read > largest ? null
            : body.ToArray();
    }

    /// <summary>
    /// The beginning of a textual body, otherwise none. An answer that stops midway gives what has arrived: the status is known already,
    /// and a slow error page must not turn it into a timeout.
    /// </summary>
    /// <param name="content">The body.</param>
    /// <param name="characters">How many are wanted; there may be some more.</param>
    /// <param name="patience">How long to wait for them.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Excerpt> ExcerptAsync(
        HttpContent content, int characters, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        if (content.Headers.ContentEncoding.Count > 0 || !IsText(content.Headers.ContentType?.MediaType))
        {
            return new Excerpt("", IsCut: false);
        }

        // UTF-8 needs up to four bytes for a character. As much again, because masking may make the text shorter.
        var most = characters * 8;
        var isCut = true;
        using var body = new MemoryStream();
        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(both.Token);
            isCut = await CopyAsync(stream, body, most, both.Token) == most;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        var text = EncodingOf(content.Headers.ContentType).GetString(body.GetBuffer(), 0, (int)body.Length);

        // What a cut has left of a character would hide that the beginning of a secret stands before it.
        return new Excerpt(isCut ? text.TrimEnd('\uFFFD') : text, isCut);
    }

    /// <summary>The type to store a result under: an encoded body, or one without a proper type, is just bytes.</summary>
    public static string TypeOf(HttpContent content) =>
        content.Headers.ContentEncoding.Count == 0
            && content.Headers.ContentType?.ToString() is { Length: <= 200 } type
            && Ascii.IsValid(type)
            ? type
            : Unknown;

    /// <summary>Stops after <paramref name="most"/> bytes; returns how many there were.</summary>
    private static async Task<int> CopyAsync(Stream from, MemoryStream to, int most, CancellationToken cancellation)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            while (to.Length < most)
            {
                var read = await from.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, most - to.Length)), cancellation);
                if (read == 0)
                {
                    break;
                }

                to.Write(chunk, 0, read);
            }

            return (int)to.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static bool IsText(string? type) => type is not null
        && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    /// <summary>UTF-8 unless the answer names one of the other encodings that need no tables.</summary>
    private static Encoding EncodingOf(MediaTypeHeaderValue? type) => type?.CharSet?.Trim('"').ToUpperInvariant() switch
    {
        "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" => Encoding.Latin1,
        "UTF-16" or "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };
}

/// <summary>The beginning of an answer's text.</summary>
/// <param name="Text">As it came.</param>
/// <param name="IsCut">Whether it went on, as far as is known.</param>
internal readonly record struct Excerpt(string Text, bool IsCut);
