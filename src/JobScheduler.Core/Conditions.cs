namespace JobScheduler;

/// <summary>What callers give as conditions of a filter.</summary>
public static class Conditions
{
    /// <summary>A text to compare with; null: a blank one is no condition.</summary>
    public static string? Text(string? given) => string.IsNullOrWhiteSpace(given) ? null : given;

    /// <summary>Adds an error if nothing can be between two times, the second of which is exclusive.</summary>
    public static void CheckRange(DateTimeOffset? from, DateTimeOffset? to, ErrorList errors, string first = "from", string beyond = "to")
    {
        if (from >= to)
        {
            errors.Add(beyond, $"must be after {first}", first);
        }
    }
}
