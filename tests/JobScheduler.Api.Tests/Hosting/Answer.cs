using System.Text.Json.Nodes;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>An answer, read to its end.</summary>
public sealed record Answer(
    int Status, string Text, string? ContentType, string? ETag, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("the answer is null");

    /// <summary>A string of the answer.</summary>
    public string? this[string member] => Json[member]?.GetValue<string>();

    /// <summary>The fields that a problem names.</summary>
    public IEnumerable<string> Fields => Json["errors"]?.AsObject().Select(error => error.Key) ?? [];

    /// <summary>The messages of a problem for a field.</summary>
    public IReadOnlyList<string> Errors(string field) =>
        Json["errors"]?[field]?.AsArray().Select(message => message!.GetValue<string>()).ToArray() ?? [];

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(
            (int)response.StatusCode,
            text,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.ToString(),
            headers);
    }
}
