using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace JobScheduler.Standalone.Logging;

/// <summary>Writes events to the console as a <see cref="LogLine"/>.</summary>
internal sealed class LineFormatter(TimeProvider time, Colours colours) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
        LogLine.Write(
            textWriter,
            time.GetUtcNow(),
            logEntry.LogLevel,
            logEntry.Formatter(logEntry.State, logEntry.Exception),
            logEntry.Exception,
            colours,
            scopeProvider);
}

/// <summary>No options of its own; the framework requires a type for each formatter.</summary>
internal sealed class LineFormatterOptions : ConsoleFormatterOptions;
