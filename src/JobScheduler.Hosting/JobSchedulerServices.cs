using JobScheduler;
using JobScheduler.Api;
using JobScheduler.Hosting.Handlers;
using JobScheduler.Hosting.InProcess;
using JobScheduler.Hosting.Loops;
using JobScheduler.Hosting.Settings;
using JobScheduler.Hosting.Starting;
using Microsoft.AspNetCore.Builder;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the scheduler into a host.</summary>
public static class JobSchedulerServices
{
    /// <summary>The section of the host's configuration that is read: <c>JobScheduler</c>.</summary>
    public const string Section = "JobScheduler";

    /// <summary>
    /// Adds a scheduler that runs in this process: it opens its storage when the host starts, executes runs while the host lives, and stops
    /// gracefully with it. Add a storage driver and handlers beside it:
    /// <code>
    /// builder.Services.AddJobScheduler().AddSqliteStorage("data").AddJobHandler&lt;SendInvoice&gt;("send-invoice");
    /// </code>
    /// The container then has a <c>JobSchedulerClient</c> that needs no connection and no key. For the HTTP API, call
    /// <see cref="JobSchedulerApiMapping.MapJobSchedulerApi"/>.
    /// </summary>
    /// <remarks>
    /// Settings are read from the section <see cref="Section"/>, such as <c>JobScheduler:Execution:Workers</c>; what is unknown or out
    /// of range prevents the start and is named. In code, configure the options: <c>Configure&lt;ExecutionOptions&gt;(o =&gt; …)</c>.
    /// </remarks>
    public static IServiceCollection AddJobScheduler(this IServiceCollection services) => services.AddJobScheduler(Section);

    /// <summary>As the other overload, with the settings in another section.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">Null: the root of the configuration, for a process that is nothing but a scheduler.</param>
    /// <exception cref="InvalidOperationException">It was added before.</exception>
    public static IServiceCollection AddJobScheduler(this IServiceCollection services, string? section)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ImplementationType == typeof(LoopHost)))
        {
            throw new InvalidOperationException("AddJobScheduler was called before: a process has one scheduler");
        }

        services.AddRouting();
        if (section is not null)
        {
            services.RefuseUnknownSections(section).RefuseMisspelledSections();
        }

        return services
            .AddSchedulerSettings(section)
            .AddJobSchedulerCore()
            .AddJobSchedulerApi()
            .AddRunLogging()
            .AddInProcessClient()
            .AddStorageOpening()
            .AddLoops();
    }
}
