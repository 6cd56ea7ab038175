using JobScheduler.Hosting.Starting;
using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Backups;
using JobScheduler.Standalone.Daemon;
using JobScheduler.Standalone.Listening;
using JobScheduler.Standalone.Logging;
using JobScheduler.Standalone.Logging.Files;
using JobScheduler.Standalone.Settings;
using JobScheduler.Standalone.Starting;

var command = CommandLine.Parse(args);
return command.Answer?.Give() ?? await BackupCommands.RunAsync(command) ?? await StartFault.ReportAsync(async () =>
{
    HeapLimit.Check();
    var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = Directory.GetCurrentDirectory() });
    builder.Configuration.AddSettings(command);
    builder.Logging.AddReadableConsole(builder.Configuration);
    builder.Logging.AddFileLog(builder.Configuration);
    builder.WebHost.ListenCarefully(builder.Configuration);
    builder.Services.AddJobScheduler(section: null).AddStorage(builder.Configuration);
    builder.Services.AddSettings().AddAdministratorKey(builder.Configuration);
    builder.AddDaemonLifetime();

    await using var app = builder.Build();
    app.MapJobSchedulerApi(api => api.OwnsHost = true);
    await app.RunUntilStoppedAsync();
});
