namespace JobScheduler.Standalone.Settings;

/// <summary>Settings that are not ours: ASP.NET Core reads them, or they are in the files that its templates make.</summary>
internal static class FrameworkSettings
{
    public const string Kestrel = "Kestrel";
    public const string Logging = "Logging";

    /// <summary>The sections that may also be set on the command line.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Kestrel, Logging];

    /// <summary>Single settings, and sections of which nothing here knows the keys.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "$schema", "AllowedHosts", "applicationName", "ConnectionStrings", "contentRoot", "detailedErrors", "environment", "http_ports",
        "https_port", "https_ports", "profiles", "shutdownTimeoutSeconds",
    ];

    private static readonly string[] Prefixes = ["ASPNETCORE_", "DOTNET_"];

    /// <summary>Whether a key is one of them, or in a section of theirs.</summary>
    public static bool Covers(string key) =>
        Sections.Concat(Names).Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase)
        || Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a key is in one of the sections that may be set on the command line.</summary>
    public static bool AreIn(string key) =>
        Sections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase) && key.Length > section.Length + 1);
}
