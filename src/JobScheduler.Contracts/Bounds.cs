namespace JobScheduler;

/// <summary>The shortest and longest duration that a member takes, as the API writes them: <c>[DurationRange("1s", "366d")]</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string least, string greatest) : Attribute
{
    public TimeSpan Least { get; } = Parse(least);

    public TimeSpan Greatest { get; } = Parse(greatest);

    private static TimeSpan Parse(string text) =>
        Duration.TryParse(text, out var value) ? value : throw new ArgumentException($"'{text}' is no duration");
}

/// <summary>The greatest length of a text.</summary>
/// <param name="length">In UTF-16 code units.</param>
/// <param name="lines">Whether it may contain line breaks and tabs; no text may contain other <see cref="HiddenCharacters"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute(int length, bool lines = false) : Attribute
{
    public int Length { get; } = length;

    public bool Lines { get; } = lines;
}
