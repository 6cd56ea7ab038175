using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Reads bodies: JSON, UTF-8, of bounded size and depth, and without a member given twice.</summary>
public static class RequestBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = BodyLimits.Depth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions WithDuplicates = new() { MaxDepth = BodyLimits.Depth };

    /// <summary>The body as a document; the caller disposes it.</summary>
    /// <exception cref="MalformedException">Missing, or not JSON of the shape stated above.</exception>
    /// <exception cref="ProblemException">415 for another content type, 413 beyond the limit.</exception>
    public static async Task<JsonDocument> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellation, string? otherType = null) =>
        await ReadOptionalAsync(request, limit, cancellation, otherType)
            ?? throw MalformedException.Of(MalformedException.Body, "the body is missing; send a JSON object");

    /// <summary>As <see cref="ReadAsync"/>, but null if there is no body.</summary>
    public static async Task<JsonDocument?> ReadOptionalAsync(
        HttpRequest request, int limit, CancellationToken cancellation, string? otherType = null)
    {
        var bytes = await ReadBytesAsync(request, limit, cancellation);
        if (bytes.Length == 0)
        {
            return null;
        }

        BodyType.CheckJson(request, otherType);
        return Parse(bytes);
    }

    /// <summary>Parses bytes that have already been read, by the same rules.</summary>
    /// <exception cref="MalformedException">Not JSON of the shape stated above.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        CheckUtf8(bytes);
        try
        {
            return JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException error)
        {
            throw Explain(bytes, error);
        }
        catch (InvalidOperationException)
        {
            throw MalformedException.Of(MalformedException.Body, "a member's name contains an unpaired surrogate");
        }
    }

    // The strict parse stops at the first duplicate and does not name its path; the second parse, which only malformed requests pay
    // for, does.
    private static MalformedException Explain(ReadOnlyMemory<byte> bytes, JsonException error)
    {
        var errors = new ErrorList();
        try
        {
            using var document = JsonDocument.Parse(bytes, WithDuplicates);
            DuplicateMembers.Find(document.RootElement, "", errors);
        }
        catch (JsonException)
        {
            errors.AddShape(MalformedException.Body, error.LineNumber is { } line
                ? $"is not valid JSON of at most {BodyLimits.Depth} levels: line {line + 1}, byte {error.BytePositionInLine + 1}"
                : "is not valid JSON");
        }

        if (errors.IsEmpty)
        {
            errors.AddShape(MalformedException.Body, "is not valid JSON");
        }

        return new MalformedException(errors);
    }

    private static void CheckUtf8(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw MalformedException.Of(MalformedException.Body, "is not UTF-8");
        }
    }

    /// <summary>The bytes of the body, whatever its type.</summary>
    /// <exception cref="ProblemException">413 beyond the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            throw ProblemException.TooLarge(limit);
        }

        var writer = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 4096, 256, limit) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(writer.GetMemory(1), cancellation);
            if (read == 0)
            {
                return writer.WrittenMemory;
            }

            writer.Advance(read);
            if (writer.WrittenCount > limit)
            {
                throw ProblemException.TooLarge(limit);
            }
        }
    }
}

/// <summary>Finds members that an object gives twice: parsers disagree on which one counts.</summary>
internal static class DuplicateMembers
{
    public static void Find(JsonElement element, string path, ErrorList errors)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Find(item, $"{path}[{index++}]", errors);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var inner = ErrorList.Path(path, MemberName.Shown(member.Name));
                if (!names.Add(member.Name))
                {
                    errors.AddShape(inner, "is given more than once");
                }

                Find(member.Value, inner, errors);
            }
        }
    }
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
}
