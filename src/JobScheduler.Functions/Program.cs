using JobScheduler;
using JobScheduler.Api;
using JobScheduler.Functions.Http;
using JobScheduler.Functions.Starting;
using JobScheduler.Hosting.Starting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

return await StartFault.ReportAsync(async () =>
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<DenyByDefault>();
    builder.Services.AddSettings(builder.Configuration);
    builder.Services.AddJobSchedulerCore().AddAzureStorage(builder.Configuration).AddJobSchedulerApi();
    builder.Services.AddHead();

    using var app = builder.Build();
    await app.RunAsync();
});
