using JobScheduler.Targets.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Handlers;

/// <summary>
/// Copies what a handler logs through <see cref="ILogger"/> into the log of its run: whatever is logged in the flow of the attempt, by the
/// handler itself and by what it calls. Configured under <c>Logging:RunLog</c>; by default Information and above, and of
/// <c>Microsoft</c> and <c>System</c> only warnings.
/// </summary>
[ProviderAlias("RunLog")]
internal sealed class RunLogProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RunLogger();

    public void Dispose()
    {
    }

    private sealed class RunLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && HandlerScope.Report is not null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel != LogLevel.None && HandlerScope.Report is { } report)
            {
                var text = formatter(state, exception);
                report.Log(SeverityOf(logLevel), exception is null ? text : $"{text}{Environment.NewLine}{exception}");
            }
        }

        private static LogSeverity SeverityOf(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => LogSeverity.Debug,
            LogLevel.Information => LogSeverity.Information,
            LogLevel.Warning => LogSeverity.Warning,
            _ => LogSeverity.Error,
        };
    }
}

/// <summary>The log of the run as a logging provider.</summary>
public static class RunLogging
{
    private static readonly string Provider = typeof(RunLogProvider).FullName!;

    public static IServiceCollection AddRunLogging(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, RunLogProvider>());
        return services.Configure<LoggerFilterOptions>(filters =>
        {
            // First, so that the host's own rules for this provider win.
            filters.Rules.Insert(0, new LoggerFilterRule(Provider, null, LogLevel.Information, null));
            filters.Rules.Insert(0, new LoggerFilterRule(Provider, "Microsoft", LogLevel.Warning, null));
            filters.Rules.Insert(0, new LoggerFilterRule(Provider, "System", LogLevel.Warning, null));
        });
    }
}
