using JobScheduler.Standalone.Logging;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging.EventLog;

namespace JobScheduler.Standalone.Service;

/// <summary>The process as a service of the system that started it; started by a person, it is what it was.</summary>
internal static class ServiceRegistration
{
    /// <summary>
    /// Under systemd: <c>READY=1</c> once the clock and the executor run, <c>STOPPING=1</c> when it is asked to stop, and a log with the
    /// journal's levels. Under the service control manager of Windows: the same states, and warnings in the event log.
    /// </summary>
    public static IHostApplicationBuilder AddServiceLifetime(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = nameof(JobScheduler));
        if (SystemdHelpers.IsSystemdService())
        {
            builder.Logging.AddConsoleFormatter<JournalFormatter, JournalFormatterOptions>();

            // After AddSystemd, which chooses a form of its own: it names classes, and sends control characters as they are.
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = JournalFormatter.FormatterName);
        }

        if (WindowsServiceHelpers.IsWindowsService())
        {
            // A line for each run is for the console; the event log is read by those who are called when something is wrong.
            builder.Logging.AddFilter<EventLogLoggerProvider>(null, LogLevel.Warning);
        }

        return builder;
    }
}
