using System.Buffers;

namespace JobScheduler;

/// <summary>Ids given by callers: <c>[a-z0-9][a-z0-9._-]{0,99}</c>. They are safe in keys, paths and filters as they are.</summary>
public static class Identifier
{
    public const string Rule = "1 to 100 characters: a-z, 0-9, and after the first also . _ -";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= 100 } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(Alphabet);
}
