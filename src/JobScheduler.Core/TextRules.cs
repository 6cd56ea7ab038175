using System.Buffers;

namespace JobScheduler;

/// <summary>Rules for free text.</summary>
public static class TextRules
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._/-");

    /// <summary>Checks the length of a text, and that it has no control characters; line breaks are allowed if requested.</summary>
    public static void Check(string? text, string path, int longest, bool lines, ErrorList errors)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > longest)
        {
            errors.Add(path, $"has {text.Length} characters; at most {longest} are allowed");
        }

        if (text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')) || !IsWellFormed(text))
        {
            errors.Add(path, "contains a control character or an unpaired surrogate");
        }
    }

    /// <summary>Whether the text is a label key: <c>[a-z0-9][a-z0-9._/-]{0,62}</c>.</summary>
    public static bool IsLabelKey(string text) =>
        text is { Length: > 0 and <= 63 } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(KeyCharacters);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
