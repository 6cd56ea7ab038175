namespace JobScheduler.Hosting.Settings;

/// <summary>
/// Finds misspelled settings where other programs' settings are as well, such as in the environment: so near to one of ours, with its
/// section, that it is hardly a different thing by intent.
/// </summary>
public static class NearMiss
{
    private const int MostSlips = 2;
    private const int LettersPerSlip = 3;

    /// <summary>
    /// The setting that was meant: at most two slips away, or so few in each part of the key as its length allows. Null: the key is
    /// somebody else's, or has no section.
    /// </summary>
    /// <param name="key">Its parts are separated by colons.</param>
    /// <param name="known">Our settings; the key is none of them.</param>
    public static string? Of(string key, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var all = known.ToList();
        return Suggestion.Within(key, all, MostSlips)
            ?? Suggestion.Within(key, all.Where(other => IsNearInEachPart(key, other)), int.MaxValue);
    }

    /// <summary>The section that the first parts of a key are a slip of; null if they are none.</summary>
    /// <param name="key">Its parts are separated by colons.</param>
    /// <param name="sections">Each may have several parts itself.</param>
    public static string? OfSection(string key, IEnumerable<string> sections)
    {
        ArgumentNullException.ThrowIfNull(key);
        return sections.FirstOrDefault(section =>
            IsNearInEachPart(string.Join(':', key.Split(':').Take(section.Split(':').Length)), section));
    }

    private static bool IsNearInEachPart(string key, string other)
    {
        var (given, meant) = (key.Split(':'), other.Split(':'));
        return given.Length == meant.Length && given.Zip(meant).All(part =>
            Suggestion.Slips(part.First, part.Second) <= Math.Clamp(part.First.Length / LettersPerSlip, 1, MostSlips));
    }
}
