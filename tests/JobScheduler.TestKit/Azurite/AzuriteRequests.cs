using System.Text.RegularExpressions;

namespace JobScheduler.TestKit;

/// <summary>Counts the requests in the emulator's log by what they are: the second opinion on what is counted at the port.</summary>
public static partial class AzuriteRequests
{
    /// <summary>Requests by kind, of the lines from <paramref name="skip"/> on.</summary>
    public static IReadOnlyDictionary<string, int> Count(string file, int skip) =>
        Lines(file).Skip(skip).Select(KindOf).OfType<string>().GroupBy(kind => kind, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>The lines there are, to begin a count after.</summary>
    public static int LinesIn(string file) => Lines(file).Count();

    /// <summary>What one line is about; null when it is about no request.</summary>
    public static string? KindOf(string line)
    {
        if (Request().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var (method, path) = (match.Groups["method"].Value, match.Groups["path"].Value);
        return path switch
        {
            _ when path.Contains("/messages/", StringComparison.Ordinal) => method == "DELETE" ? "queue delete" : "queue extend",
            _ when path.Contains("/messages", StringComparison.Ordinal) =>
                method == "POST" ? "queue send" : path.Contains("peekonly", StringComparison.Ordinal) ? "queue peek" : "queue receive",
            _ when path.EndsWith("/$batch", StringComparison.Ordinal) => "table commit",
            _ when path.Contains('(', StringComparison.Ordinal) => method == "GET" ? "table read" : "table commit",
            _ when path.Contains("comp=metadata", StringComparison.Ordinal) => "queue count",
            _ when path.Split('?')[0].Split('/').Length > 3 => "blob",
            _ => method == "POST" ? "table commit" : "other",
        };
    }

    // The lines are still being written.
    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    // 127.0.0.1 - - [24/Nov/2026:10:40:00 +0000] "POST /devstoreaccount1/$batch HTTP/1.1" 202 -
    [GeneratedRegex("\"(?<method>[A-Z]+) (?<path>\\S+) HTTP/[0-9.]+\" [0-9]{3}")]
    private static partial Regex Request();
}
