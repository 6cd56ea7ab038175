using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>The folder of the data: as configured, else in the user's data folder.</summary>
internal sealed class DataFolder(IConfiguration configuration) : IConfigureOptions<SqliteOptions>
{
    /// <summary>$XDG_DATA_HOME or ~/.local/share on Linux, the local application data on Windows; null for a user without.</summary>
    public static string? Default { get; } =
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? Path.Combine(folder, "jobscheduler")
            : null;

    public void Configure(SqliteOptions options) => options.Folder = configuration[SettingKeys.Folder] ?? Default ?? "";
}
