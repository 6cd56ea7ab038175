using JobScheduler;
using JobScheduler.Api;
using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Listening;
using JobScheduler.Standalone.Logging;
using JobScheduler.Standalone.Loops;
using JobScheduler.Standalone.Settings;
using JobScheduler.Standalone.Starting;

var command = CommandLine.Parse(args);
return command.Answer?.Give() ?? await StartFault.ReportAsync(async () =>
{
    var builder = WebApplication.CreateEmptyBuilder(new());
    builder.Configuration.AddSettings(command);
    builder.Logging.AddReadableConsole(builder.Configuration);
    builder.WebHost.ListenCarefully(builder.Configuration);
    builder.Services.AddSettings(builder.Configuration);
    builder.Services.AddJobScheduler().AddStorage(builder.Configuration).AddJobSchedulerApi();
    builder.Services.AddAdministratorKey(builder.Configuration).AddLoops();

    await using var app = builder.Build();
    await app.OpenAsync();
    app.UseStopOfWaiting().MapJobSchedulerApi();
    await app.RunUntilStoppedAsync();
});
