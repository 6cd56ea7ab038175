namespace JobScheduler;

/// <summary>The least and the greatest duration that a member takes, in the texts of the API: <c>[DurationRange("1s", "366d")]</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string least, string greatest) : Attribute
{
    public TimeSpan Least { get; } = Parse(least);

    public TimeSpan Greatest { get; } = Parse(greatest);

    private static TimeSpan Parse(string text) => Duration.TryParse(text, out var value) ? value : throw new ArgumentException($"'{text}' is no duration");
}

/// <summary>The greatest number of characters of a text.</summary>
/// <param name="length">In UTF-16 code units.</param>
/// <param name="lines">Whether it may have line breaks and tabs; no text may have other control characters.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute(int length, bool lines = false) : Attribute
{
    public int Length { get; } = length;

    public bool Lines { get; } = lines;
}
