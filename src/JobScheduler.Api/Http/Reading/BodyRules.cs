namespace JobScheduler.Api.Http;

/// <summary>What several bodies have to hold to.</summary>
internal static class BodyRules
{
    /// <summary>An id in the body is the one of the path.</summary>
    public static void CheckId(string? given, string id, ErrorList errors)
    {
        if (given is not null && given != id)
        {
            errors.Add("id", $"is not the id in the path, {id}; leave it out or make it the same");
        }
    }

    /// <summary>An id that a caller gives, such as a job's, where the shape is at stake: <paramref name="field"/> of a filter.</summary>
    public static void CheckShapeOfId(string? given, string field, ErrorList errors)
    {
        if (given is not null && !Identifier.IsValid(given))
        {
            errors.AddShape(field, $"must be an id: {Identifier.Rule}");
        }
    }
}
