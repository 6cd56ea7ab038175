using JobScheduler;
using JobScheduler.Client;

namespace Shop;

/// <summary>Written at each start, before the application serves requests. The same definition makes no new version of the job.</summary>
public sealed class JobDefinitions(JobSchedulerClient jobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellation)
    {
        await jobs.Jobs.PutAsync(
            new Job
            {
                Id = "send-invoices",
                Target = new HandlerTarget { Name = "send-invoices" },
                Retry = new RetryPolicy { MaxAttempts = 5 },
            },
            cancellation: cancellation);
        await jobs.Schedules.PutAsync(
            "send-invoices",
            new Schedule
            {
                Id = "mornings",
                Spec = CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin"),
                Input = RawJson.Of(new SendRequest(Limit: 1000)),
            },
            cancellation: cancellation);
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
