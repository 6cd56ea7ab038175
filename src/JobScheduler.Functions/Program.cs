using JobScheduler;
using JobScheduler.Api;
using JobScheduler.Functions.Http;
using JobScheduler.Functions.Starting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

return await StartFault.ReportAsync(async () =>
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<DenyByDefault>();
    builder.Services.AddSettings(builder.Configuration);
    builder.Services.AddJobScheduler().AddAzureStorage(builder.Configuration).AddJobSchedulerApi();
    builder.Services.AddHead();

    using var app = builder.Build();
    await app.OpenAsync();
    await app.RunAsync();
});
