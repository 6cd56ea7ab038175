using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Stored;

/// <summary>A question to the API, and what an earlier version answered.</summary>
internal sealed class StoredAnswer(JsonNode answer)
{
    private readonly HashSet<string> _ignored = [.. answer["ignore"]?.AsArray().Select(name => (string)name!) ?? []];

    private string Path => answer.Text("path")!;

    /// <summary>Whether it still holds: some of what is stored comes due in the end.</summary>
    public bool Holds(DateTimeOffset now) =>
        answer.Text("until") is not { } until || now < DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);

    /// <summary>Asks the same again.</summary>
    /// <returns>Where the answer is another; empty: it is the same. Members that were added are no difference.</returns>
    public async Task<IReadOnlyList<string>> DifferencesAsync(ApiTalk api)
    {
        var request = answer["request"]?.ToJsonString();
        using var response = await api.SendAsync(request is null ? HttpMethod.Get : HttpMethod.Post, Path, request);
        var differences = new List<string>();
        if ((int)response.StatusCode != answer.Number("status"))
        {
            return [$"{Path}: status {(int)response.StatusCode} in place of {answer.Number("status")}"];
        }

        if (answer["changed"] is not null)
        {
            return [];
        }

        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (answer["content"] is { } content)
        {
            Compare(content, new JsonObject
            {
                ["type"] = response.Content.Headers.ContentType?.ToString(),
                ["length"] = bytes.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            }, "content", differences);
        }
        else if (answer["body"] is { } body)
        {
            var node = JsonNode.Parse(bytes);
            Compare(
                body,
                Path.EndsWith("/result", StringComparison.Ordinal) ? CanonicalJson.Shorten(node) : CanonicalJson.ShortenContents(node),
                "$",
                differences);
        }
        else
        {
            Assert.Empty(bytes);
        }

        return differences;
    }

    private void Compare(JsonNode? expected, JsonNode? actual, string at, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject members, JsonObject found):
                foreach (var (name, value) in members.Where(member => !_ignored.Contains(member.Key)))
                {
                    if (found.ContainsKey(name))
                    {
                        Compare(value, found[name], $"{at}.{name}", differences);
                    }
                    else
                    {
                        differences.Add($"{Path}: {at}.{name} is gone");
                    }
                }

                break;
            case (JsonArray items, JsonArray found) when items.Count == found.Count:
                for (var i = 0; i < items.Count; i++)
                {
                    Compare(items[i], found[i], $"{at}[{i}]", differences);
                }

                break;
            default:
                var (before, after) = (CanonicalJson.Text(expected), CanonicalJson.Text(actual));
                if (before != after)
                {
                    differences.Add($"{Path}: {at} is {after} in place of {before}");
                }

                break;
        }
    }
}
