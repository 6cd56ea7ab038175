namespace JobScheduler.Standalone.Logging;

/// <summary>The log on the console: one line per event, without the framework's own.</summary>
internal static class ReadableConsole
{
    public static void AddReadableConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging
            .AddFilter(null, LogLevel.Warning)
            .AddFilter(nameof(JobScheduler), LogLevel.Information)

            // A failed start is told once, by this head.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, LineFormatterOptions>();
    }
}
