using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Api.Http;

/// <summary>
/// The body of a PATCH: it is applied to what GET shows of a record, and the whole is validated and written as PUT does. If another write
/// is faster, it is applied again to what that one has left.
/// </summary>
internal sealed class RecordPatch : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BodyDocument _patch;

    private RecordPatch(BodyDocument patch) => _patch = patch;

    /// <exception cref="MalformedException">It is not an object.</exception>
    public static async Task<RecordPatch> ReadAsync(ApiCall call)
    {
        var patch = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        if (patch.RootElement.ValueKind == JsonValueKind.Object)
        {
            return new RecordPatch(patch);
        }

        patch.Dispose();
        throw MalformedException.Of(MalformedException.Body, "must be an object: the members to change, with null for those to remove");
    }

    /// <summary>The record after the patch.</summary>
    /// <param name="shown">What GET shows of it.</param>
    /// <param name="type">The contract of that.</param>
    /// <exception cref="ProblemException">413: it has become larger than PUT accepts.</exception>
    public PatchedBody Apply<T>(T shown, JsonTypeInfo<T> type)
    {
        var present = JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(shown, type));
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Relaxed))
        {
            MergePatch.Write(present, _patch.RootElement, writer);
        }

        return bytes.WrittenCount <= BodyLimits.Usual
            ? new PatchedBody(_patch.RootElement, JsonElement.Parse(bytes.WrittenSpan))
            : throw ProblemException.TooLarge(BodyLimits.Usual);
    }

    public void Dispose() => _patch.Dispose();
}

/// <summary>A record after a patch.</summary>
/// <param name="Patch">What was sent.</param>
/// <param name="Whole">The record as GET shows it, after the patch.</param>
internal sealed record PatchedBody(JsonElement Patch, JsonElement Whole)
{
    /// <summary>
    /// Whether the patch names a member. Others are kept verbatim; passing through the patch would rewrite their escapes.
    /// </summary>
    public bool Touches(string member) => Patch.TryGetProperty(member, out _);
}
