namespace JobScheduler.Standalone.Logging.Bursts;

/// <summary>
/// Passes on to the console what its <see cref="LineLimit"/> admits, and once a second what it left out. Other logging providers get every
/// event. Configured as the console: <c>Logging:Console</c>.
/// </summary>
[ProviderAlias("Console")]
internal sealed class LimitedConsole : ILoggerProvider, ISupportExternalScope
{
    private readonly ILoggerProvider _console;
    private readonly LineLimit _limit;

    /// <param name="console">Where lines go; it is not disposed with this.</param>
    /// <param name="time">The clock.</param>
    public LimitedConsole(ILoggerProvider console, TimeProvider time)
    {
        var summaries = console.CreateLogger(nameof(JobScheduler));
        _console = console;
        _limit = new LineLimit(time, (level, text) => summaries.Log(level, 0, text, null, (line, _) => line));
    }

    public ILogger CreateLogger(string categoryName) => new LimitedLogger(_console.CreateLogger(categoryName), categoryName, _limit);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (_console as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <summary>Says what has been left out so far.</summary>
    public void Dispose() => _limit.Dispose();

    private sealed class LimitedLogger(ILogger console, string category, LineLimit limit) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)
                && (!LineLimit.Concerns(logLevel, category, eventId)
                    || limit.Admits(new LoggedEvent(logLevel, category, eventId, state as IReadOnlyList<KeyValuePair<string, object?>>))))
            {
                console.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
