namespace JobScheduler.Api.Http;

/// <summary>
/// Tells keys that are made of words from random ones without a list of words: in words, most letters follow their predecessors as they
/// often do in English. Of the pairs below, text in English and its neighbours has some four in five, and random letters one in four.
/// </summary>
internal static class LetterPairs
{
    /// <summary>Fewer are no sample: random keys would be taken for words by chance.</summary>
    private const int Fewest = 12;

    /// <summary>One digit in so many characters may stand for a letter, as in Summ3r; with more of them a key is no text.</summary>
    private const int CharactersPerDigit = 4;

    /// <summary>The letters that often follow a, b, c and so on.</summary>
    private static readonly string[] Followers =
    [
        "bcdgilmnprstuy", "aeloru", "aehiklot", "aeio", "acdelmnrstv", "eior", "aehr", "aeio", "acdeglmnorst", "ou", "ei", "adeiloy",
        "aeimop", "acdegiost", "dfklmnoprstuw", "aehlor", "u", "adeimnosty", "acehiopstu", "aehiorst", "eglmnprst", "aei", "aehio",
        "p", "o", "e",
    ];

    /// <summary>Whether at least three in four pairs of letters are common, and there are enough of them.</summary>
    /// <param name="key">The key.</param>
    /// <param name="plain">The same in lower case, with the letters that digits and signs may stand for.</param>
    public static bool ReadAsWords(string key, string plain)
    {
        var letters = key.Count(char.IsAsciiDigit) * CharactersPerDigit <= key.Length ? plain : key.ToLowerInvariant();
        var (pairs, common) = (0, 0);
        for (var at = 1; at < key.Length; at++)
        {
            if (char.IsAsciiLetter(letters[at - 1]) && char.IsAsciiLetter(letters[at]) && !BeginsWord(key, at))
            {
                pairs++;
                common += !IsRaised(key, at) && Followers[letters[at - 1] - 'a'].Contains(letters[at], StringComparison.Ordinal) ? 1 : 0;
            }
        }

        return pairs >= Fewest && 4 * common >= 3 * pairs;
    }

    // A capital in a word is as rare as an uncommon pair; at the beginning of one, as in myKey, it says nothing.
    private static bool IsRaised(string key, int at) => char.IsAsciiLetterLower(key[at - 1]) && char.IsAsciiLetterUpper(key[at]);

    private static bool BeginsWord(string key, int at) =>
        IsRaised(key, at) && at + 1 < key.Length && char.IsAsciiLetterLower(key[at + 1]);
}
