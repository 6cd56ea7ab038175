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
            Line("--urls <addresses>", $"where to listen, separated by semicolons (default {Urls.Default})"),
            Line("--data <folder>", $"where the data is (default {DataFolder.Default ?? "none: this user has no data folder"})"),
            Line("--storage <kind>", $"what the data is in: {StorageKind.Sqlite} (default), or {StorageKind.Azure} for a storage account, which several processes may share"),
            Line("--version", "the version"),
            Line("--help, -h", "this text"),
            "",
            "Settings, as --Key value, as environment variable (Section__Name), or in appsettings.json in the",
            "current folder; the first of these that names one wins. Durations as 500ms, 20s, 5m, 1h30m.",
            .. KnownSettings.All.Select(setting =>
                Line($"--{setting.Key}", setting.Default.Length == 0 ? setting.Meaning : $"{setting.Meaning} (default {setting.Default})")),
        ]);

    private static string Line(string name, string meaning) => $"  {name.PadRight(Column)}  {meaning}";
}
