using JobScheduler.Execution;

namespace JobScheduler.Standalone.Logging.Bursts;

/// <summary>What is known of an event before it is a line.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Category">Its logger.</param>
/// <param name="Id">Its kind.</param>
/// <param name="Values">Its named values; null if it has none.</param>
internal readonly record struct LoggedEvent(
    LogLevel Level, string Category, EventId Id, IReadOnlyList<KeyValuePair<string, object?>>? Values)
{
    /// <summary>The name under which the framework passes on the text with its names still in braces.</summary>
    private const string OriginalFormat = "{OriginalFormat}";

    public bool IsOfAttempt => AttemptEvents.Contain(Category, Id.Id);

    /// <summary>The text of all events of this kind; the category for those that have none.</summary>
    public string Template => this[OriginalFormat] as string ?? Category;

    /// <summary>A value by its name; null if there is none.</summary>
    public object? this[string name] => Values?.FirstOrDefault(value => value.Key == name).Value;
}
