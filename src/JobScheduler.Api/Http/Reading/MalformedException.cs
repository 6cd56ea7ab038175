namespace JobScheduler.Api.Http;

/// <summary>The request does not have the shape that the route takes: 400, with every error by its path.</summary>
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

    /// <summary>With all that is wrong, also with the meaning of what could be read.</summary>
    public static void ThrowIfMalformed(ErrorList errors)
    {
        if (errors.IsMalformed)
        {
            throw new MalformedException(errors);
        }
    }
}
