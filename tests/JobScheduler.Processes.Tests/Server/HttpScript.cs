using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>
/// A client's requests to every route that the server describes, with the answers that the contract of the API promises: the same for
/// each head, over the wire.
/// </summary>
internal sealed partial class HttpScript : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _key;
    private readonly Dictionary<string, string> _kept;
    private readonly HashSet<string> _asked = [];

    public HttpScript(Uri server, string key, CountingTarget target)
    {
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(90),
        };
        _key = key;
        _kept = new() { ["target"] = target.Url };
    }

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    /// <summary>Sends all requests in order. Every operation of the server's own description is among them.</summary>
    public async Task RunAsync()
    {
        foreach (var step in HttpSteps.All)
        {
            await SendAsync(step);
        }

        var described = JsonNode.Parse(await _http.GetStringAsync("/openapi/v1.json", Limit))!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));
        Assert.DoesNotContain(described, operation => !_asked.Any(asked => Template(operation).IsMatch(asked)));
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(HttpStep step)
    {
        string? fault;
        do
        {
            using var request = step.Build(_kept, _key);
            _asked.Add($"{request.Method} {request.RequestUri!.OriginalString.Split('?')[0]}");
            using var response = await _http.SendAsync(request, Limit);
            var text = await response.Content.ReadAsStringAsync(Limit);
            fault = FaultOf(step, response, text);
            if (fault is null && step.Keep?.Split('=') is [var name, var path])
            {
                _kept[name] = path.Split('.').Aggregate(
                    JsonNode.Parse(text)!, (node, part) => int.TryParse(part, out var index) ? node[index]! : node[part]!).ToString();
            }
        }
        while (fault is not null && step.Until);

        Assert.True(fault is null, $"{step.Request}: {fault}");
    }

    private static string? FaultOf(HttpStep step, HttpResponseMessage response, string text)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        return (int)response.StatusCode != step.Status ? $"status {(int)response.StatusCode} {text}"
            : type != step.Type ? $"type {type} {text}"
            : step.Header is { } header && !Has(response, header) ? $"no header {header}"
            : step.Text is { } part && !text.Contains(part, StringComparison.Ordinal) ? text
            : null;
    }

    private static bool Has(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.Contains(header) || response.Content.Headers.NonValidated.Contains(header);

    /// <summary>One segment for each parameter, and nothing that another operation says word for word.</summary>
    private static Regex Template(string operation) => new($"^{Parameter().Replace(operation, "[^/]+")}$");

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
