using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Changes some members of a record: the patch is applied to what GET shows, and the whole is validated and written as PUT does, under the
/// ETag that was read.
/// </summary>
/// <typeparam name="TRecord">The record.</typeparam>
/// <typeparam name="TContract">What GET shows of it.</typeparam>
internal sealed class PatchLoop<TRecord, TContract>
{
    /// <summary>Tries, in case others write between read and write.</summary>
    private const int Tries = 5;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The kind of record and its id, for messages: <c>the job 'a'</c>.</summary>
    public required string What { get; init; }

    public required Func<Task<TRecord>> Read { get; init; }

    public required Func<TRecord, string> ETagOf { get; init; }

    public required Func<TRecord, TContract> Show { get; init; }

    public required JsonTypeInfo<TContract> Type { get; init; }

    /// <summary>Writes the patched whole, which is like the body of a PUT.</summary>
    public required Func<PatchedBody<TRecord>, WriteCondition, Task<IResult>> Write { get; init; }

    public async Task<IResult> RunAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request).ForChange("PATCH");
        using var patch = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        if (patch.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw MalformedException.Of(MalformedException.Body, "must be an object: the members to change, with null for those to remove");
        }

        for (var attempt = 1; ; attempt++)
        {
            var record = await Read();
            var etag = ETagOf(record);
            if (condition.IfMatch is not null && condition.IfMatch != etag)
            {
                throw new RefusalException(RefusalKind.Precondition, $"{What} has changed since it was read; its ETag is now \"{etag}\"");
            }

            try
            {
                using var patched = Apply(record, patch.RootElement);
                return await Write(new PatchedBody<TRecord>(record, patch.RootElement, patched.RootElement), new WriteCondition(etag));
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition && condition.IfMatch is null && attempt < Tries)
            {
                // Somebody wrote in between, and the patch did not require a version: apply it to the new one.
            }
        }
    }

    private JsonDocument Apply(TRecord record, JsonElement patch)
    {
        var present = JsonSerializer.SerializeToNode(Show(record), Type);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(MergePatch.Apply(present, patch)!, Relaxed);

        // Repeated patches must not make a record larger than PUT accepts.
        return bytes.Length <= BodyLimits.Usual ? JsonDocument.Parse(bytes) : throw ProblemException.TooLarge(BodyLimits.Usual);
    }
}

/// <summary>A record after a patch.</summary>
/// <param name="Record">As it was read.</param>
/// <param name="Patch">What was sent.</param>
/// <param name="Whole">The record as GET shows it, after the patch.</param>
internal sealed record PatchedBody<TRecord>(TRecord Record, JsonElement Patch, JsonElement Whole)
{
    /// <summary>
    /// Whether the patch names a member. Others are kept verbatim; passing through the patch would rewrite their escapes.
    /// </summary>
    public bool Touches(string member) => Patch.TryGetProperty(member, out _);
}
