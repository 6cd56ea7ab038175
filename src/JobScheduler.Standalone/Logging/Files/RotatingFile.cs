using System.Text;
using JobScheduler.Hosting.Starting;
using Serilog;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace JobScheduler.Standalone.Logging.Files;

/// <summary>
/// Appends lines to a file and begins the next one when it is full; the oldest are deleted. Every line is written to the system at once,
/// whole, and is in one file. Thread-safe.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private static int _hasComplained;

    private readonly Serilog.Core.Logger _sink;

    /// <param name="path">The first file. Its folder is created.</param>
    /// <param name="bytes">The size at which a file is full; the line that fills it is still its own.</param>
    /// <param name="files">How many are kept.</param>
    /// <exception cref="StartFaultException">It cannot be written.</exception>
    public RotatingFile(string path, long bytes, int files)
    {
        Check(path);

        // Later failures, such as a full disk, must not stop work; they are said once.
        SelfLog.Enable(Complain);
        _sink = new LoggerConfiguration()
            .WriteTo.File(
                new Verbatim(),
                path,
                fileSizeLimitBytes: bytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: files,
                encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            .CreateLogger();
    }

    /// <summary>Appends text, which ends with the end of a line.</summary>
    public void Write(DateTimeOffset at, string text) =>
        _sink.Write(new LogEvent(at, LogEventLevel.Information, null, new MessageTemplate(text, [new TextToken(text)]), []));

    public void Dispose() => _sink.Dispose();

    private static void Check(string path)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");
            var exists = File.Exists(path);
            using var file = new FileStream(
                path,
                exists ? FileMode.Open : FileMode.CreateNew,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0,
                exists ? FileOptions.None : FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartFaultException($"{FileLogKeys.Path}: '{path}' cannot be written: {error.Message}");
        }
    }

    // Names of jobs and errors of targets are not for everyone; a folder that exists keeps its rights.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Complain(string reason)
    {
        if (Interlocked.Exchange(ref _hasComplained, 1) == 0)
        {
            Console.Error.WriteLine($"error: {FileLogKeys.Path}: lines are missing in the log file: {reason}");
        }
    }

    /// <summary>The text as it is: the line was made before.</summary>
    private sealed class Verbatim : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output) => output.Write(logEvent.MessageTemplate.Text);
    }
}
