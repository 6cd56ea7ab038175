namespace JobScheduler;

/// <summary>Tells ids and secrets inside URLs from names that people gave.</summary>
internal static class RandomText
{
    /// <summary>Shorter ones are rarely secrets, and often names.</summary>
    private const int Shortest = 16;

    /// <summary>Of a name in capitals with another word in it there are two: <c>SALES_of_TODAY</c>.</summary>
    private const int FewestChanges = 3;

    /// <summary>
    /// Whether a part of a path is long, and has digits or an irregular mixture of upper and lower case: more than one capital in three
    /// letters. Words that begin with capitals have fewer; of random letters it is half. About one in fifteen tokens of 16 characters of
    /// base64 has no digit.
    /// </summary>
    public static bool IsLikely(string part)
    {
        if (part.Length < Shortest)
        {
            return false;
        }

        var (letters, capitals, changes, wasCapital) = (0, 0, 0, false);
        foreach (var c in part)
        {
            if (char.IsAsciiDigit(c))
            {
                return true;
            }

            if (char.IsAsciiLetter(c))
            {
                var isCapital = char.IsAsciiLetterUpper(c);
                changes += letters > 0 && isCapital != wasCapital ? 1 : 0;
                capitals += isCapital ? 1 : 0;
                letters++;
                wasCapital = isCapital;
            }
        }

        return changes >= FewestChanges && capitals * 3 > letters;
    }
}
