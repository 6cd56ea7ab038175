using System.Globalization;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Logging.Files;

/// <summary>
/// Every event as a line in a file, as on the console, without colours and without its limit: for services whose console nobody keeps.
/// </summary>
/// <remarks>The options are asked only once something is logged: providers are made before the host has validated all options.</remarks>
[ProviderAlias("File")]
internal sealed class FileLog(IOptions<FileLogOptions> options, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private readonly Lock _opening = new();
    private RotatingFile? _file;
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new FileLogger(this);

    /// <summary>Makes sure that there is a file, so that a path that cannot be written stops the start.</summary>
    /// <exception cref="Hosting.Starting.StartFaultException">It cannot be written.</exception>
    public RotatingFile Open()
    {
        lock (_opening)
        {
            var wanted = options.Value;
            return _file ??= new RotatingFile(wanted.Path!, (long)wanted.MaxMegabytes << 20, wanted.Files);
        }
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => _file?.Dispose();

    private sealed class FileLogger(FileLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var now = log.Now;
                using var line = new StringWriter(CultureInfo.InvariantCulture);
                LogLine.Write(line, now, logLevel, formatter(state, exception), exception, Colours.None, log._scopes);
                log.Open().Write(now, line.ToString());
            }
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
