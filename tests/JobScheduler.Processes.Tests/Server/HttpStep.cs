using System.Net.Http.Headers;
using System.Text;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>One request of <see cref="HttpScript"/>, and what its answer has to be. Braces stand for what was kept before.</summary>
/// <param name="Request">Method and path.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Body">JSON, or empty for none.</param>
internal sealed record HttpStep(string Request, int Status, string Body = "")
{
    /// <summary>The media type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>The media type of the answer; empty for none.</summary>
    public string Type { get; init; } = Status is 204 ? "" : Status >= 400 ? "application/problem+json" : "application/json";

    /// <summary>Further headers, as name: value.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Whether the administrator's key is sent.</summary>
    public bool Anonymous { get; init; }

    /// <summary>A header that the answer must have.</summary>
    public string? Header { get; init; }

    /// <summary>A text that the answer must have.</summary>
    public string? Text { get; init; }

    /// <summary>What is kept of the answer, as name=path of a member.</summary>
    public string? Keep { get; init; }

    /// <summary>Whether it is asked until the answer is as expected: what happens on the way takes its time.</summary>
    public bool Until { get; init; }

    /// <summary>The request, with what was kept put in.</summary>
    public HttpRequestMessage Build(IReadOnlyDictionary<string, string> kept, string key)
    {
        var parts = Fill(Request, kept).Split(' ', 2);
        var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        if (Body.Length > 0)
        {
            request.Content = new StringContent(Fill(Body, kept), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(BodyType, "utf-8");
        }

        if (!Anonymous)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        foreach (var header in Headers.Select(header => Fill(header, kept).Split(": ", 2)))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return request;
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> kept) =>
        kept.Aggregate(text, (filled, one) => filled.Replace($"{{{one.Key}}}", one.Value, StringComparison.Ordinal));
}
