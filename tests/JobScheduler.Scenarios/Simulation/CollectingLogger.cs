using Microsoft.Extensions.Logging;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>Collects what a world logs, for the message of a failing case.</summary>
internal sealed class CollectingLogger(VirtualTime time, string process, LogLevel least) : ILoggerFactory, ILogger
{
    // Few lines are ever looked at; they are put into words when they are.
    private readonly List<Func<string>> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line())];

    /// <summary>How many errors were logged.</summary>
    public int Errors { get; private set; }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var now = time.Now;
            Errors += logLevel >= LogLevel.Error ? 1 : 0;
            _lines.Add(() => $"{now:HH:mm:ss.fff} {process} {eventId.Id} {formatter(state, exception)}"
                + (exception is null ? "" : " ! " + exception));
        }
    }

    public void Dispose()
    {
    }
}
