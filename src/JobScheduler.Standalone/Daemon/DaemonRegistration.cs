using System.Globalization;
using JobScheduler.Standalone.Logging;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging.EventLog;

namespace JobScheduler.Standalone.Daemon;

/// <summary>The process as a daemon of systemd or a service of Windows; started by a person, it is what it was.</summary>
internal static class DaemonRegistration
{
    /// <summary>
    /// Under systemd: <c>READY=1</c> once the clock and the executor run, <c>STOPPING=1</c> when it is asked to stop, and a log with the
    /// journal's levels. Under the service control manager of Windows: the same states, and warnings in the event log.
    /// </summary>
    public static IHostApplicationBuilder AddDaemonLifetime(this IHostApplicationBuilder builder)
    {
        if (IsStartedBySystemd(builder.Configuration))
        {
            // Not by AddSystemd: that would also choose a form for the log, which names classes and sends control characters as they are.
            builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>();
            builder.Logging.AddConsoleFormatter<JournalFormatter, JournalFormatterOptions>();
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = JournalFormatter.FormatterName);
        }

        if (OperatingSystem.IsWindows())
        {
            // The console has a line for each run; the event log is read when something is wrong.
            builder.Services.AddWindowsService(service => service.ServiceName = nameof(JobScheduler));
            builder.Logging.AddFilter<EventLogLoggerProvider>(null, LogLevel.Warning);
        }

        return builder;
    }

    // The framework looks at the parent's name, which a unit with ProtectProc=invisible hides: it would never say that it is ready.
    private static bool IsStartedBySystemd(IConfiguration configuration) =>
        configuration["SYSTEMD_EXEC_PID"] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
        || SystemdHelpers.IsSystemdService();
}
