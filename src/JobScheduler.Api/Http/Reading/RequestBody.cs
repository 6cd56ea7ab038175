using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Reads bodies: JSON, UTF-8, of bounded size, number of values and depth, and without a member given twice.</summary>
public static class RequestBody
{
    /// <summary>The body as a document; the caller disposes it.</summary>
    /// <param name="request">The request, which the dispatcher has given a lease.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <param name="otherType">Another content type that the route accepts, for the message.</param>
    /// <param name="mostItems">Items of a top-level array <c>items</c> at most.</param>
    /// <exception cref="MalformedException">Missing, or not JSON of the shape stated above.</exception>
    /// <exception cref="ProblemException">
    /// 415 for another content type; 413 beyond the limit of bytes or values, or beyond what this process has memory for; 503 if other
    /// requests leave no room.
    /// </exception>
    /// <exception cref="RefusalException">Too many items.</exception>
    public static async Task<BodyDocument> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellation, string? otherType = null, int mostItems = int.MaxValue) =>
        await ReadOptionalAsync(request, limit, cancellation, otherType, mostItems)
            ?? throw Missing();

    /// <summary>As <see cref="ReadAsync"/>, but null if there is no body.</summary>
    public static async Task<BodyDocument?> ReadOptionalAsync(
        HttpRequest request, int limit, CancellationToken cancellation, string? otherType = null, int mostItems = int.MaxValue)
    {
        var bytes = await BodyBytes.ReadAsync(request, limit, cancellation);
        try
        {
            if (bytes.Memory.IsEmpty)
            {
                bytes.Dispose();
                return null;
            }

            return BodyDocument.Of(bytes, Check(bytes, request, limit, otherType, mostItems));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, but without a document; the caller disposes of the bytes.</summary>
    internal static async Task<BodyBytes> ReadBytesAsync(
        HttpRequest request, int limit, int mostItems, int made, CancellationToken cancellation)
    {
        var bytes = await BodyBytes.ReadAsync(request, limit, cancellation, made);
        try
        {
            if (bytes.Memory.IsEmpty)
            {
                throw Missing();
            }

            Check(bytes, request, limit, null, mostItems);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <returns>How many tokens there are.</returns>
    private static int Check(BodyBytes bytes, HttpRequest request, int limit, string? otherType, int mostItems)
    {
        BodyType.CheckJson(request, otherType);
        if (!Utf8.IsValid(bytes.Memory.Span))
        {
            throw MalformedException.Of(MalformedException.Body, "is not UTF-8");
        }

        return BodyScan.Check(bytes.Memory, limit / BodyLimits.BytesPerToken, mostItems, bytes.Lease);
    }

    private static MalformedException Missing() =>
        MalformedException.Of(MalformedException.Body, "the body is missing; send a JSON object");
}

/// <summary>How large and how deep a request may be.</summary>
public static class BodyLimits
{
    /// <summary>256 KiB.</summary>
    public const int Usual = 256 * 1024;

    /// <summary>1 MiB, nearly all of it for a run's input.</summary>
    public const int Run = 1024 * 1024;

    /// <summary>16 MiB.</summary>
    public const int Bulk = 16 * 1024 * 1024;

    /// <summary>Items of one bulk request.</summary>
    public const int BulkItems = 1000;

    /// <summary>Levels of nested objects and arrays.</summary>
    public const int Depth = 32;

    /// <summary>
    /// A route that takes so many bytes takes one token (a name, a value, or the end of an array or object) for each 4: a document needs 12
    /// bytes and more for a token, however short it is. Text, and numbers of three digits, do not come near that.
    /// </summary>
    public const int BytesPerToken = 4;
}
