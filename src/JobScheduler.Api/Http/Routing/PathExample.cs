namespace JobScheduler.Api.Http;

/// <summary>
/// A value for a parameter in the path. With it, the example of a route works on an empty server once the examples of the routes before
/// have been sent. Identifiers that the server gives come from the response to another route.
/// </summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">The value; or, with a source, where it is in the response, as a JSON pointer.</param>
/// <param name="Source">The name of the route whose response has it; null: the value stands here.</param>
public sealed record PathExample(string Name, string Value, string? Source = null)
{
    private static readonly PathExample[] Usual =
    [
        new("jobId", "nightly-report"),
        new("version", "1"),
        new("scheduleId", "weekday-mornings"),
        new("calendarId", "holidays-de"),
        new("groupId", "database"),
        new("host", "api.example.com"),
        new("runId", "/id", "submitRun"),
        new("deadLetterId", "/items/0/id", "listDeadLetters"),
        new("operationId", "/id", "backfillSchedule"),
        new("problem", "validation"),
    ];

    /// <summary>Those of a route, in the order of its path: its own, otherwise the usual ones.</summary>
    public static IEnumerable<PathExample> Of(ApiRoute route) =>
        from part in route.Pattern.Split('/')
        where part.StartsWith('{')
        let name = part.Trim('{', '}')
        select route.Description?.PathExamples.FirstOrDefault(example => example.Name == name)
            ?? Usual.First(example => example.Name == name);
}
