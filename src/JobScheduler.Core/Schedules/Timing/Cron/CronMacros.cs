namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>Names of expressions. They are expanded here: given a seed, the parser would move their times.</summary>
internal static class CronMacros
{
    private static readonly (string Name, string Expression)[] All =
    [
        ("@every_second", "* * * * * *"),
        ("@every_minute", "* * * * *"),
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"),
    ];

    public static string Known { get; } = string.Join(", ", All.Select(macro => macro.Name));

    /// <summary>The expression of a name in any case; null: there is none.</summary>
    public static string? Expand(string name) =>
        Array.Find(All, macro => macro.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Expression;
}
