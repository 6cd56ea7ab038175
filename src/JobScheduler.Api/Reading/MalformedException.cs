namespace JobScheduler.Api.Reading;

/// <summary>The request has not the shape that the route takes: 400, with every error by its path.</summary>
public sealed class MalformedException(ErrorList errors) : Exception(errors.Summary())
{
    /// <summary>The path of the body as a whole.</summary>
    public const string Body = "$";

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors.ToDictionary();

    public static MalformedException Of(string field, string message)
    {
        var errors = new ErrorList();
        errors.Add(field, message);
        return new MalformedException(errors);
    }

    public static void ThrowIfAny(ErrorList errors)
    {
        if (!errors.IsEmpty)
        {
            throw new MalformedException(errors);
        }
    }
}
