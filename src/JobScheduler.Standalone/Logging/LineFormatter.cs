using System.Globalization;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace JobScheduler.Standalone.Logging;

/// <summary>Time, level, message: <c>2026-12-01T06:30:00.000Z info   Run … Succeeded</c>. The time is UTC, as in the API.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(Timestamp.Format(time.GetUtcNow()));
        textWriter.Write(' ');
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write("  ");
        WriteLine(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception) + Cause(logEntry.Exception));

        // Storage errors are expected; for anything else the place in the code is needed.
        if (logEntry is { LogLevel: >= LogLevel.Error, Exception: not (null or StorageException) })
        {
            foreach (var line in logEntry.Exception.ToString().Split('\n'))
            {
                textWriter.Write("    ");
                WriteLine(textWriter, line.TrimEnd());
            }
        }
    }

    private static string Cause(Exception? error) => error is null ? "" : $": {error.Message}";

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    /// <summary>Names and messages are untrusted: a terminal must not interpret them, and one event must stay on one line.</summary>
    private static void WriteLine(TextWriter writer, string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c)
                || char.GetUnicodeCategory(c)
                    is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                writer.Write($"\\u{(int)c:x4}");
            }
            else
            {
                writer.Write(c);
            }
        }

        writer.WriteLine();
    }
}

/// <summary>No options of its own; the framework requires a type for each formatter.</summary>
internal sealed class LineFormatterOptions : ConsoleFormatterOptions;

/// <summary>The log on the console: one line per event, without the framework's own messages.</summary>
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
    }
}
