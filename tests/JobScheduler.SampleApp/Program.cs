using JobScheduler;
using JobScheduler.Client;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ShopContext>(shop => shop.UseSqlite("Data Source=shop.db"));
builder.Services.AddJobScheduler().AddSqliteStorage("jobs").AddJobHandler<SendInvoices>("send-invoices");
builder.Services.AddHostedService<JobDefinitions>();

var app = builder.Build();
app.MapJobSchedulerApi();
app.MapPost("/invoices", async (ShopContext shop) =>
{
    var invoice = shop.Invoices.Add(new Invoice()).Entity;
    await shop.SaveChangesAsync();
    return invoice;
});
app.MapPost("/invoices/send", async (JobSchedulerClient jobs) =>
{
    var run = await jobs.Runs.SubmitAsync(new RunRequest { JobId = "send-invoices", Input = RawJson.Of(new SendRequest(Limit: 10)) });
    return Results.Accepted($"/api/v1/runs/{run.Id}", run.Id);
});

using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync();
}

app.Run();
