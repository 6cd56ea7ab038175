using System.Collections.Concurrent;
using JobScheduler.Api.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>The log of a host, with the trace id that is around each line.</summary>
internal sealed class RecordedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<RecordedLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>The lines of our own loggers.</summary>
    public IReadOnlyList<RecordedLine> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private string? TraceId()
    {
        string? found = null;
        _scopes.ForEachScope(
            (scope, _) =>
            {
                // The web server's scopes have several values; not every head has them.
                if (scope is IReadOnlyList<KeyValuePair<string, object?>> { Count: 1 } values && values[0].Key == RequestTrace.Name)
                {
                    found = values[0].Value as string;
                }
            },
            0);
        return found;
    }

    private sealed class Logger(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category.StartsWith(nameof(JobScheduler), StringComparison.Ordinal))
            {
                log._lines.Enqueue(new(logLevel, eventId.Id, $"{formatter(state, exception)} {exception}", log.TraceId()));
            }
        }
    }
}

/// <summary>A line of a log.</summary>
internal sealed record RecordedLine(LogLevel Level, int Event, string Text, string? TraceId);
