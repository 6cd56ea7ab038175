using System.Globalization;
using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, string? ServerName)
{
    public string Method => Line.Split(' ')[0];

    public string Path => Line.Split(' ')[1];

    /// <summary>Null when absent; fails when it came twice.</summary>
    public string? Header(string name)
    {
        var values =
            Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        Assert.True(values.Count <= 1, $"{name} came {values.Count} times");
        return values.SingleOrDefault();
    }

    public static async Task<ReceivedRequest> ReadAsync(Stream stream, string? serverName, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, stop);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts.ElementAtOrDefault(1) ?? ""))
            .ToList();
        var length = headers.Find(header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        var body = new byte[length is null ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return new ReceivedRequest(lines[0], headers, Encoding.UTF8.GetString(body), serverName);
    }
}
