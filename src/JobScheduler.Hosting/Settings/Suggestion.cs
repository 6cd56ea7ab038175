namespace JobScheduler.Hosting.Settings;

/// <summary>What someone who misspelled a word may have meant.</summary>
public static class Suggestion
{
    /// <summary>A word may differ by this share of its letters; one letter always, never more than three.</summary>
    private const int LettersPerSlip = 3;
    private const int MostSlips = 3;

    /// <summary>
    /// The most similar of the known words, or the only one that is the same behind its last colon (<c>Workers</c>:
    /// <c>Execution:Workers</c>); null if none is similar.
    /// </summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        var words = known.ToList();
        var slips = Math.Clamp(word.TrimStart('-').Length / LettersPerSlip, 1, MostSlips);
        if (Within(word, words, slips) is { } similar)
        {
            return similar;
        }

        var sameName = words.Where(other => Last(other).Equals(Last(word), StringComparison.OrdinalIgnoreCase)).ToList();
        return sameName is [var only] ? only : null;
    }

    /// <summary>The most similar of the known words, at most so many slips away; null if there is none.</summary>
    public static string? Within(string word, IEnumerable<string> known, int slips) => known
        .Select(other => (Word: other, Slips: Slips(word, other)))
        .Where(other => other.Slips <= slips)
        .OrderBy(other => other.Slips)
        .FirstOrDefault()
        .Word;

    /// <summary>
    /// How many letters have to be inserted, deleted, replaced or swapped with their neighbour; upper and lower case are the same.
    /// </summary>
    public static int Slips(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }

    private static string Last(string word) => word[(word.LastIndexOf(':') + 1)..].TrimStart('-');
}
