using System.Buffers;

namespace JobScheduler;

/// <summary>Rules for free text.</summary>
public static class TextRules
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._/-");

    /// <summary>
    /// Checks the length of a text, and that it has no <see cref="HiddenCharacters"/>; line breaks and tabs are allowed if requested.
    /// </summary>
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

        if (HiddenCharacters.FirstIn(text, lines: lines) is { } hidden)
        {
            var kind = hidden.IsSurrogate ? "an unpaired surrogate" : hidden.IsControl ? "a control character" : "a hidden character";
            errors.Add(path, $"contains {kind}, {hidden.Name}, at position {hidden.Index + 1}; remove it");
        }
    }

    /// <summary>Whether the text is a label key: <c>[a-z0-9][a-z0-9._/-]{0,62}</c>.</summary>
    public static bool IsLabelKey(string text) =>
        text is { Length: > 0 and <= 63 } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(KeyCharacters);
}
