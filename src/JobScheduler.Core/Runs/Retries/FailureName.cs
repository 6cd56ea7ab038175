namespace JobScheduler.Runs;

/// <summary>Patterns of failure names, as in <c>retryOn</c> and <c>neverOn</c>.</summary>
public static class FailureName
{
    /// <summary>
    /// Exact, without regard to case; <c>http:5xx</c> stands for a hundred of status codes, and <c>http</c> for all of them. Nothing
    /// else is a pattern.
    /// </summary>
    public static bool Matches(string pattern, string name)
    {
        if (string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            && (string.Equals(pattern, "http", StringComparison.OrdinalIgnoreCase)
                || (pattern.Length == 8 && name.Length == 8
                    && pattern.EndsWith("xx", StringComparison.OrdinalIgnoreCase)
                    && pattern.AsSpan(0, 6).Equals(name.AsSpan(0, 6), StringComparison.OrdinalIgnoreCase)));
    }
}
