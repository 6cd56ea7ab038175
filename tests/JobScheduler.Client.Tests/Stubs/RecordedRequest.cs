using System.Text.Json;

namespace JobScheduler.Client.Tests.Stubs;

/// <summary>A request as it went out.</summary>
internal sealed record RecordedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    public JsonElement Json => JsonElement.Parse(Body!);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<RecordedRequest> OfAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        var headers = message.Headers.Concat(message.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = message.Content is null ? null : await message.Content.ReadAsStringAsync(cancellation);
        return new RecordedRequest(message.Method.Method, message.RequestUri!.PathAndQuery, headers, body);
    }
}
