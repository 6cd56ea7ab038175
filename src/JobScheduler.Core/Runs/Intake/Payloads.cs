using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Stores content in rows or blobs, by size.</summary>
public sealed class Payloads(IStorage storage)
{
    /// <summary>The most characters of content inside its JSON column; control characters take six each.</summary>
    private const int InlineCharacters = 10_000;

    /// <summary>What is read at a time of content that is passed on.</summary>
    private const int PieceBytes = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Keeps the content in the row if it is small text, otherwise writes it to the named blob.</summary>
    public async ValueTask<Payload> KeepAsync(
        string blob, string contentType, ReadOnlyMemory<byte> content, bool inline, CancellationToken cancellation)
    {
        if (inline && content.Length <= Payload.InlineBytes && AsText(content.Span) is { } text)
        {
            return new Payload(contentType, text, null, content.Length);
        }

        await storage.Blobs.PutAsync(blob, content, cancellation);
        return new Payload(contentType, null, blob, content.Length);
    }

    /// <exception cref="RefusalException">The blob is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Payload payload, CancellationToken cancellation) =>
        payload.Text is not null ? Encoding.UTF8.GetBytes(payload.Text)
        : payload.Blob is not null && await storage.Blobs.GetAsync(payload.Blob, 0, cancellation) is { } content ? content
        : throw RefusalException.NotFound("content", payload.Blob ?? "");

    /// <summary>A piece of the content, shorter only at its end; of content in the row, all of it.</summary>
    /// <exception cref="RefusalException">The blob is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Payload payload, long offset, CancellationToken cancellation) =>
        payload.Text is not null ? Encoding.UTF8.GetBytes(payload.Text).AsMemory((int)long.Min(offset, payload.Length))
        : payload.Blob is not null && await storage.Blobs.ReadAsync(payload.Blob, offset, PieceBytes, cancellation) is { } piece ? piece
        : throw RefusalException.NotFound("content", payload.Blob ?? "");

    private static string? AsText(ReadOnlySpan<byte> content)
    {
        try
        {
            var text = Strict.GetString(content);
            var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            return encoded.Value.Length <= InlineCharacters ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>Content of a run (input, result): in the row if small, otherwise in a blob.</summary>
/// <param name="ContentType">For example <c>application/json</c>.</param>
/// <param name="Text">The content, if it is kept in the row.</param>
/// <param name="Blob">The name of the blob, if it is not.</param>
/// <param name="Length">In bytes.</param>
public sealed record Payload(string ContentType, string? Text, string? Blob, long Length)
{
    /// <summary>Content of up to this many bytes is kept in the row.</summary>
    public const int InlineBytes = 8 * 1024;

    /// <summary>Whether the content is JSON by its type.</summary>
    public bool IsJson =>
        ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        || ContentType.Split(';')[0].EndsWith("+json", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The names of the blobs that a run may own.</summary>
public static class RunBlobs
{
    public static string Input(string run) => $"runs/{run}/input";

    public static string Target(string run) => $"runs/{run}/target";

    /// <summary>The result of one attempt: a lost attempt that wakes up must not overwrite the result of another.</summary>
    public static string Result(string run, int attempt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"runs/{run}/result-{attempt}");

    public static string Log(string run) => $"runs/{run}/log";
}
