using JobScheduler.Standalone.Logging.Bursts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace JobScheduler.Standalone.Logging;

/// <summary>The log on the console: one line per event, no more of them than can be read, without the framework's own messages.</summary>
internal static class ReadableConsole
{
    public static void AddReadableConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging
            .AddFilter(null, LogLevel.Warning)
            .AddFilter(nameof(JobScheduler), LogLevel.Information)

            // A failed start is reported once, by this head.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, LineFormatterOptions>();
        logging.Services.AddSingleton(Colours.Of(!Console.IsOutputRedirected, configuration));
        logging.Services.LimitConsole();
    }

    /// <summary>Puts the limit in front of the framework's console, in whose place it is registered.</summary>
    private static void LimitConsole(this IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider)));
        services.TryAddSingleton<ConsoleLoggerProvider>();
        services.AddSingleton<ILoggerProvider>(provider => new LimitedConsole(
            provider.GetRequiredService<ConsoleLoggerProvider>(), provider.GetRequiredService<TimeProvider>()));
    }
}
