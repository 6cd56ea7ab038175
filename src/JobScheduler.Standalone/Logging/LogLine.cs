using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Storage;

namespace JobScheduler.Standalone.Logging;

/// <summary>
/// Time, level, message: <c>2026-12-01T06:30:00.000Z info   Run … Succeeded</c>. The time is UTC, as in the API. Warnings and errors of a
/// request end in its id, which the caller was told: <c>(trace 4bf92f…)</c>. The same on the console and in the log file.
/// </summary>
internal static class LogLine
{
    private const int WidestLevel = 5;

    /// <summary>Writes one event, with the end of its line.</summary>
    public static void Write(
        TextWriter writer,
        DateTimeOffset at,
        LogLevel level,
        string message,
        Exception? error,
        Colours colours,
        IExternalScopeProvider? scopes = null)
    {
        writer.Write(colours.Dim(Timestamp.Format(at)));
        writer.Write(' ');
        var name = NameOf(level);
        writer.Write(colours.ByLevel(level, name));
        writer.Write(' ', WidestLevel + 2 - name.Length);
        WriteLine(writer, message + Cause(error) + (level >= LogLevel.Warning ? Trace(scopes) : ""));

        // Storage errors are expected; for anything else the place in the code is needed.
        if (level >= LogLevel.Error && error is not (null or StorageException))
        {
            foreach (var line in error.ToString().Split('\n'))
            {
                writer.Write("    ");
                WriteLine(writer, line.TrimEnd());
            }
        }
    }

    private static void Write(this TextWriter writer, char c, int times)
    {
        for (; times > 0; times--)
        {
            writer.Write(c);
        }
    }

    private static string Cause(Exception? error) => error is null ? "" : $": {error.Message}";

    private static string Trace(IExternalScopeProvider? scopes)
    {
        var found = new StringBuilder();
        scopes?.ForEachScope(
            static (scope, text) =>
            {
                foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    // The innermost comes last. Scopes of the web server have a trace of their own, which is the same or none.
                    if (name == RequestTrace.Name && value is string { Length: > 0 } id)
                    {
                        text.Clear().Append(" (trace ").Append(id).Append(')');
                    }
                }
            },
            found);
        return found.ToString();
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    /// <summary>Names and messages are untrusted: a terminal must not interpret them, and one event must stay on one line.</summary>
    private static void WriteLine(TextWriter writer, string text)
    {
        var done = 0;
        while (HiddenCharacters.FirstIn(text, done) is { } hidden)
        {
            writer.Write(text.AsSpan(done, hidden.Index - done));
            writer.Write(hidden.Escape);
            done = hidden.Index + hidden.Length;
        }

        writer.Write(text.AsSpan(done));
        writer.WriteLine();
    }
}
