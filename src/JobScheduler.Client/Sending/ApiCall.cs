using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Sending;

/// <summary>One call of the API, which may be sent several times.</summary>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    private const string Json = "application/json";

    /// <summary>Null: no body.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = Json;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether sending it twice has the same effect as sending it once.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Whether it is sent without the key.</summary>
    public bool Anonymous { get; init; }

    /// <summary>How long the server was asked to wait before it responds.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether to return the response once its headers have arrived, before its body.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether it changes nothing.</summary>
    public bool Reads { get; init; } = Method == HttpMethod.Get;

    public static ApiCall Get(string path) => new(HttpMethod.Get, path) { Repeatable = true };

    public static ApiCall Delete(string path) => new(HttpMethod.Delete, path) { Repeatable = true };

    public static ApiCall Put<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Put, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), Repeatable = true };

    /// <summary>A JSON merge patch (RFC 7396). Applying the same patch again changes nothing, so it is repeatable.</summary>
    public static ApiCall Patch(string path, JsonElement patch) => new(HttpMethod.Patch, path)
    {
        Body = Encoding.UTF8.GetBytes(patch.GetRawText()),
        ContentType = "application/merge-patch+json",
        Repeatable = true,
    };

    /// <summary>Not repeatable unless the caller says so.</summary>
    public static ApiCall Post(string path) => new(HttpMethod.Post, path);

    public static ApiCall Post<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>The call with one more header, unless its value is null.</summary>
    public ApiCall With(string? header, string? value) =>
        header is null || value is null ? this : this with { Headers = [.. Headers, new(header, value)] };

    /// <summary>A new message for each try, as a message can be sent only once.</summary>
    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, new Uri(server, Path));
        foreach (var (name, value) in Headers)
        {
            message.Headers.Add(name, value);
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        return message;
    }

    /// <summary>For exception messages; omits the query, which may contain a continuation of any length.</summary>
    public override string ToString() => $"{Method} /{Path.Split('?')[0]}";
}
