using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Logging.Files;

/// <summary>The log as files, if a path for them is set.</summary>
internal static class FileLogRegistration
{
    public static void AddFileLog(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.Services.AddSectionOptions<FileLogOptions>(FileLogOptions.Section);
        logging.Services.AddSection<FileLogOptions>(
            FileLogOptions.Section, known: KnownSettings.All.Select(setting => setting.Key), elsewhere: [FileLogKeys.Levels]);
        if (configuration[FileLogKeys.Path] is not null)
        {
            logging.Services
                .AddSingleton<FileLog>()
                .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<FileLog>())
                .AddHostedService<FileLogOpening>();
        }
    }
}

/// <summary>Opens the file before the storage, after all options were validated.</summary>
internal sealed class FileLogOpening(FileLog log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        log.Open();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
