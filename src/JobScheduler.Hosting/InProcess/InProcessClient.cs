using JobScheduler.Api.Http;
using JobScheduler.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler.Hosting.InProcess;

/// <summary>The typed client over the scheduler of its own process.</summary>
public static class InProcessClient
{
    /// <summary>Recorded as the actor of what the application's own code does.</summary>
    public const string Actor = "application";

    /// <summary>Has no meaning but that clients resolve paths against it.</summary>
    private static readonly Uri Server = new("http://jobscheduler.internal");

    /// <summary>Adds a <see cref="JobSchedulerClient"/> that needs neither connection nor key.</summary>
    public static IServiceCollection AddInProcessClient(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new JobSchedulerClient(
            new HttpClient(new InProcessHandler(provider, new Caller(Tenants.Default, Actor)))
            {
                BaseAddress = Server,
                Timeout = Timeout.InfiniteTimeSpan,
            },
            options: new JobSchedulerClientOptions { Time = provider.GetRequiredService<TimeProvider>() }));
        return services;
    }
}
