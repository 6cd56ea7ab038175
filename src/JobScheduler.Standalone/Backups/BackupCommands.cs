using System.Runtime.InteropServices;
using JobScheduler.Hosting.Settings;
using JobScheduler.Hosting.Starting;
using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Backups;

/// <summary>Runs <c>backup DIR</c> and <c>restore DIR</c>.</summary>
internal static class BackupCommands
{
    // What belongs to the data, beside the database.
    private static readonly string[] Besides = [AdministratorKeyFile.FileName];

    /// <returns>The exit code; null if the command line has no command, and the server is to run.</returns>
    public static async Task<int?> RunAsync(CommandLine command)
    {
        if (command.Verb is not { } verb)
        {
            return null;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var isInterrupted = false;
        var code = await StartFault.ReportAsync(async () =>
        {
            try
            {
                await using var services = Services(command, verb);
                await Console.Out.WriteLineAsync(Run(services, verb, stop.Token));
            }
            catch (OperationCanceledException)
            {
                isInterrupted = true;
                await Console.Error.WriteLineAsync($"error: the {verb.Name} was interrupted; what it had written is deleted.");
            }
        });
        return isInterrupted ? ExitCode.Interrupted : code;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <returns>What to print at the end.</returns>
    private static string Run(ServiceProvider services, Verb verb, CancellationToken cancellation)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var data = Path.GetFullPath(services.GetRequiredService<IOptions<SqliteOptions>>().Value.Folder);
        var folder = Path.GetFullPath(verb.Folder);
        var lines = new ProgressLines(time, Console.Out);
        return verb.Name == Verb.Backup
            ? BackupTexts.Made(new SqliteBackup(time).Make(data, folder, Besides, lines.Show, cancellation), folder)
            : BackupTexts.Restored(SqliteRestore.Run(folder, data, Besides, lines.Show, cancellation), folder, data);
    }

    private static ServiceProvider Services(CommandLine command, Verb verb)
    {
        var configuration = new ConfigurationBuilder().AddSettings(command).Build();
        if (configuration.IsAzure())
        {
            throw new StartFaultException(
                $"{verb.Name} is for --storage {StorageKind.Sqlite}; data in a storage account is backed up and restored with "
                + "the account's own means, for all processes that share it");
        }

        if (configuration.IsEphemeral())
        {
            throw new StartFaultException($"{verb.Name} is for data that is kept; name its folder with --data instead of --ephemeral");
        }

        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSchedulerSettings()
            .AddSettings()
            .AddStorage(configuration)
            .BuildServiceProvider();
    }
}
