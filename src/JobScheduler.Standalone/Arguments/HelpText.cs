using System.Reflection;
using JobScheduler.Standalone.Listening;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Arguments;

/// <summary>The answer to <c>--help</c>.</summary>
internal static class HelpText
{
    private const int Column = 38;

    public static string Text { get; } = Write();

    private static string Write() => string.Join(
        Environment.NewLine,
        [
            $"{Product.Name} {Product.Version}: a job scheduler, with its data in one folder or in an Azure storage account.",
            "",
            "Options:",
            Line("--urls <addresses>", $"addresses to listen on, separated by semicolons (default {Urls.Default})"),
            Line("--data <folder>", $"the data folder (default {DataFolder.Default ?? "none: this user has no data folder"})"),
            Line(
                "--storage <kind>",
                $"where data is stored: {StorageKind.Sqlite} (default), or {StorageKind.Azure} for a storage account, "
                    + "which several processes can share"),
            Line("--version", "print the version"),
            Line("--help, -h", "print this text"),
            "",
            "Commands:",
            Line($"{Verb.Backup} DIR [--data <folder>]", "copy the data folder to DIR, new or empty; the server may run meanwhile"),
            Line($"{Verb.Restore} DIR [--data <folder>]", "make a data folder from the backup in DIR; it must hold no data yet"),
            "  for example",
            $"    dotnet JobScheduler.Standalone.dll {Verb.Backup} /backups/monday --data /var/lib/jobscheduler",
            $"    dotnet JobScheduler.Standalone.dll {Verb.Restore} /backups/monday --data /var/lib/jobscheduler-restored",
            "",
            "Settings, as --Key value, as environment variables (Section__Name), or in appsettings.json in the",
            "current folder, in this order of precedence. Durations are written 500ms, 20s, 5m, 1h30m.",
            .. KnownSettings.All.Select(setting =>
                Line($"--{setting.Key}", setting.Default.Length == 0 ? setting.Meaning : $"{setting.Meaning} (default {setting.Default})")),
        ]);

    private static string Line(string name, string meaning) => $"  {name.PadRight(Column)}  {meaning}";
}

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public const string Name = "JobScheduler";

    /// <summary>Without the commit that the build appends.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
