using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>A body as a document. Its elements are valid until it is disposed, which gives its memory back.</summary>
public sealed class BodyDocument : IDisposable
{
    /// <summary>What a document takes for each token besides the body: 12, and a reserve, because its table doubles.</summary>
    public const long BytesPerToken = 16;

    private readonly BodyBytes _bytes;
    private readonly JsonDocument _document;
    private long _taken;

    private BodyDocument(BodyBytes bytes, JsonDocument document, long taken) => (_bytes, _document, _taken) = (bytes, document, taken);

    public JsonElement RootElement => _document.RootElement;

    /// <summary>Makes the document; from then on it owns the bytes.</summary>
    /// <param name="bytes">Checked: see <see cref="BodyScan"/>.</param>
    /// <param name="tokens">How many tokens they have.</param>
    /// <exception cref="ProblemException">503: other requests leave no room.</exception>
    internal static BodyDocument Of(BodyBytes bytes, int tokens)
    {
        var taken = tokens * BytesPerToken;
        bytes.Lease.Take(taken);
        return new BodyDocument(bytes, JsonDocument.Parse(bytes.Memory, new() { MaxDepth = BodyLimits.Depth }), taken);
    }

    public void Dispose()
    {
        _document.Dispose();
        _bytes.Lease.Return(_taken);
        _taken = 0;
        _bytes.Dispose();
    }
}
