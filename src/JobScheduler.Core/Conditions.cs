namespace JobScheduler;

/// <summary>What callers give as conditions of a filter.</summary>
public static class Conditions
{
    /// <summary>A text to compare with; null: a blank one is no condition.</summary>
    public static string? Text(string? given) => string.IsNullOrWhiteSpace(given) ? null : given;
}
