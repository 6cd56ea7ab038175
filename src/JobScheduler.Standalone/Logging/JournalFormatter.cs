using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace JobScheduler.Standalone.Logging;

/// <summary>
/// The lines of <see cref="LineFormatter"/>, each begun by its level as sd-daemon(3) says it: <c>&lt;4&gt;</c> for a warning. Without that
/// <c>journalctl -p warning</c> would find nothing.
/// </summary>
internal sealed class JournalFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "journal";

    private readonly LineFormatter _lines = new(time, Colours.None);

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _lines.Write(logEntry, scopeProvider, text);
        using var lines = new StringReader(text.ToString());
        while (lines.ReadLine() is { } line)
        {
            textWriter.Write(Level(logEntry.LogLevel));
            textWriter.WriteLine(line);
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "<7>",
        LogLevel.Information => "<6>",
        LogLevel.Warning => "<4>",
        LogLevel.Error => "<3>",
        _ => "<2>",
    };
}

/// <summary>No options of its own; the framework requires a type for each formatter.</summary>
internal sealed class JournalFormatterOptions : ConsoleFormatterOptions;
