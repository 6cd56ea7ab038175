namespace JobScheduler.Runs;

/// <summary>A content of a run (input, result): in the row while small, else in a blob.</summary>
/// <param name="ContentType">For example <c>application/json</c>.</param>
/// <param name="Text">The content when it is kept in the row.</param>
/// <param name="Blob">The blob's name when it is not.</param>
/// <param name="Length">In bytes.</param>
public sealed record Payload(string ContentType, string? Text, string? Blob, long Length)
{
    /// <summary>Contents of up to this many bytes are kept in the row.</summary>
    public const int InlineBytes = 8 * 1024;

    /// <summary>Whether the content is JSON by its type.</summary>
    public bool IsJson =>
        ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        || ContentType.Split(';')[0].EndsWith("+json", StringComparison.OrdinalIgnoreCase);
}
