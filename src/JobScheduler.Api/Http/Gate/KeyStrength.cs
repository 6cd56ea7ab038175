using System.Globalization;

namespace JobScheduler.Api.Http;

/// <summary>
/// Estimates roughly how hard a key is to guess. Each character counts as one of those that occur in the key, so log2 of their number in
/// bits, except what a guesser tries first: well-known words and years (6 bits, short words 4; in any case, with digits for letters),
/// repetitions (4 bits), separators and the rest of a run (<c>aaa</c>) or sequence (<c>1234</c>, <c>cba</c>, <c>qwer</c>; 1 bit each).
/// In a key that reads as words (<see cref="LetterPairs"/>), whichever they are, each letter counts 1.5 bits: text in English has one or
/// two (Shannon, Prediction and Entropy of Printed English, 1951).
/// </summary>
/// <remarks>
/// The idea is that of zxcvbn (Wheeler, USENIX Security 2016): a key is as strong as the cheapest way to write it down. The least is 40
/// bits. Of keys of 16 random characters in hexadecimal, base32 or base64, all but a few in a thousand have that; of 16 random digits, one
/// in ten has not. It refuses careless keys, and cannot prove that a key is random: 27 letters of words pass, as do words of languages
/// whose letters follow each other otherwise than in English. It is below the 64 bits under which NIST SP 800-63B, 5.2.2 wants attempts
/// limited, as <see cref="GuessGuard"/> does.
/// </remarks>
internal static class KeyStrength
{
    /// <summary>In bits.</summary>
    public const int Least = 40;

    private const double WordBits = 6;
    private const double ShortWordBits = 4;
    private const int ShortWord = 3;
    private const int YearDigits = 4;
    private const double RepetitionBits = 4;
    private const double LetterBits = 1.5;
    private const int ShortestRepetition = 3;
    private const string Separators = "-_.:/+=~";

    private static readonly string[] Rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz", "azerty"];

    // Compared in the form of Plain.
    private static readonly string[] Words = Array.ConvertAll<string, string>(
        [
            "1q2w3e4r", "1qaz2wsx", "abc", "access", "account", "admin", "administrator", "api", "azure", "battery", "change",
            "changeit", "changeme", "cloud", "company", "correct", "default", "demo", "dev", "development", "docker", "dragon",
            "enter", "example", "foo", "bar", "baz", "guest", "hello", "here", "horse", "insert", "is", "it", "job",
            "jobscheduler", "key", "length", "letmein", "local", "localhost", "login", "long", "master", "me", "monkey", "my",
            "of", "own", "pass", "passphrase", "password", "placeholder", "please", "prod", "production", "qaz", "qwerty",
            "replace", "root", "sample", "scheduler", "secret", "secure", "server", "some", "staging", "staple", "sunshine",
            "super", "system", "temp", "temporary", "test", "tester", "testing", "tests", "the", "this", "to", "token", "user",
            "very", "welcome", "wire", "with", "world", "your", "a", "an", "and",
        ],
        Plain);

    /// <summary>The estimate for a key, in bits.</summary>
    public static double BitsOf(string key)
    {
        var character = Math.Log2(key.Distinct().Count());
        var plain = Plain(key);
        var letter = LetterPairs.ReadAsWords(key, plain) ? Math.Min(LetterBits, character) : character;
        var bits = 0.0;
        for (var at = 0; at < key.Length;)
        {
            if (RepeatedAt(key, at) is > 0 and var repeated)
            {
                bits += RepetitionBits;
                at += repeated;
            }
            else if (Math.Max(WordAt(plain, at), YearAt(key, at)) is > 0 and var word)
            {
                bits += word > ShortWord ? WordBits : ShortWordBits;
                at += word;
            }
            else
            {
                bits += IsExpected(key, at) || Separators.Contains(key[at], StringComparison.Ordinal) ? Math.Min(1, character)
                    : char.IsAsciiLetter(plain[at]) ? letter
                    : character;
                at++;
            }
        }

        return bits;
    }

    // Lower case, with the letters that digits and signs stand for.
    private static string Plain(string key) => string.Concat(key.ToLower(CultureInfo.InvariantCulture).Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    // The longest. Short ones only where they stand alone: in random text they occur by chance.
    private static int WordAt(string text, int at)
    {
        var longest = 0;
        foreach (var word in Words)
        {
            if (word.Length > longest
                && string.CompareOrdinal(text, at, word, 0, word.Length) == 0
                && (word.Length > ShortWord || (!IsLetter(text, at - 1) && !IsLetter(text, at + word.Length))))
            {
                longest = word.Length;
            }
        }

        return longest;
    }

    // Only where it stands alone, for the same reason.
    private static int YearAt(string key, int at) =>
        key.AsSpan(at) is ['1', '9', >= '0' and <= '9', >= '0' and <= '9', ..] or ['2', '0', >= '0' and <= '9', >= '0' and <= '9', ..]
        && !IsLetter(key, at - 1)
        && !IsLetter(key, at + YearDigits)
            ? YearDigits
            : 0;

    private static bool IsLetter(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);

    // How long the text at a place is that also begins earlier; overlaps count, as in abcabcabc.
    private static int RepeatedAt(string key, int at)
    {
        var longest = 0;
        for (var from = 0; from < at; from++)
        {
            var length = 0;
            while (at + length < key.Length && key[from + length] == key[at + length])
            {
                length++;
            }

            longest = Math.Max(longest, length);
        }

        return longest >= ShortestRepetition ? longest : 0;
    }

    // The second small step in a row. One alone is chance.
    private static bool IsExpected(string key, int at) => at >= 2 && IsStep(key[at - 1], key[at]) && IsStep(key[at - 2], key[at - 1]);

    private static bool IsStep(char from, char to) => Math.Abs(from - to) <= 1 || Array.Exists(Rows, row =>
        row.IndexOf(char.ToLowerInvariant(from), StringComparison.Ordinal) is >= 0 and var a
        && row.IndexOf(char.ToLowerInvariant(to), StringComparison.Ordinal) is >= 0 and var b
        && Math.Abs(a - b) == 1);
}
