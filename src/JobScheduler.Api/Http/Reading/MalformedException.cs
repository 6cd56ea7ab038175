namespace JobScheduler.Api.Http;

/// <summary>The request is malformed: 400, with every error by its path.</summary>
public sealed class MalformedException(ErrorList errors) : Exception(errors.Summary())
{
    /// <summary>The path of the body as a whole.</summary>
    public const string Body = "$";

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; } = errors.ToDictionary();

    public static MalformedException Of(string field, string message)
    {
        var errors = new ErrorList();
        errors.AddShape(field, message);
        return new MalformedException(errors);
    }

    /// <summary>With all errors, including those of meaning in what could be read.</summary>
    public static void ThrowIfMalformed(ErrorList errors)
    {
        if (errors.IsMalformed)
        {
            throw new MalformedException(errors);
        }
    }
}

/// <summary>Names from a request, in the form in which a response may repeat them.</summary>
internal static class MemberName
{
    private const int Longest = 60;

    /// <summary>The name without control characters, shortened if it is long.</summary>
    public static string Shown(string name)
    {
        var cut = name.Length <= Longest ? name : string.Concat(name.AsSpan(0, Longest), "…");
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }
}
