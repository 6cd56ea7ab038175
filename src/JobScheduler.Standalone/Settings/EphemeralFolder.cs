using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>
/// A new folder, readable by its owner only, that is deleted with all its contents when the process ends: by the container, after the
/// storage that is in it, or at an exit at once. Only a process that is killed leaves it behind.
/// </summary>
internal sealed class EphemeralFolder : IDisposable
{
    private const string Prefix = "jobscheduler-";

    public EphemeralFolder() => AppDomain.CurrentDomain.ProcessExit += Exit;

    public string Path { get; } = Directory.CreateTempSubdirectory(Prefix).FullName;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Exit;
        Delete();
    }

    private void Exit(object? sender, EventArgs arguments) => Delete();

    private void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else has cleared up.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {Path} could not be deleted: {error.Message}");
        }
    }
}

/// <summary>The data folder of a process that keeps nothing.</summary>
internal sealed class EphemeralData(EphemeralFolder folder) : IConfigureOptions<SqliteOptions>
{
    public void Configure(SqliteOptions options) => options.Folder = folder.Path;
}
