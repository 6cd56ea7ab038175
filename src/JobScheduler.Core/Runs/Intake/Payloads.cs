using System.Text;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Moves contents between rows and blobs, by their size.</summary>
public sealed class Payloads(IStorage storage)
{
    /// <summary>Characters of a content inside its JSON column; control characters take six each.</summary>
    private const int InlineCharacters = 10_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Keeps the content in the row when it is small text, else writes it to the blob of that name.</summary>
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

    private static string? AsText(ReadOnlySpan<byte> content)
    {
        try
        {
            var text = Strict.GetString(content);
            return JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value.Length <= InlineCharacters
                ? text
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
