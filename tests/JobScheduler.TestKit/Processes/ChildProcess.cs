using System.Diagnostics;
using System.Runtime.InteropServices;

namespace JobScheduler.TestKit;

/// <summary>Starts processes that can be asked to stop, however the tests themselves were started.</summary>
public static partial class ChildProcess
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;

    // The first member of sigaction(2)'s structure is the handler, on all systems; none has a structure this large.
    private const int SizeOfAction = 512;

    private static readonly nint Default = 0;
    private static readonly nint Ignored = 1;
    private static readonly Lock Gate = new();

    /// <summary>
    /// Starts it with the signals of a process that a terminal starts. A shell ignores SIGINT for what it runs in the background, nohup
    /// ignores SIGHUP, and children inherit that: they would never hear of a Ctrl+C.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
        {
            return Process.Start(start)!;
        }

        // For the tests themselves they stay ignored; but for the moment of the start, which is inherited.
        lock (Gate)
        {
            int[] ignored = [.. new[] { Hangup, Interrupt, Quit, Terminate }.Where(IsIgnored)];
            try
            {
                Array.ForEach(ignored, signal => _ = SetHandler(signal, Default));
                return Process.Start(start)!;
            }
            finally
            {
                Array.ForEach(ignored, signal => _ = SetHandler(signal, Ignored));
            }
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">What to run; its output is taken.</param>
    /// <param name="cancellation">Ends the waiting, not the program.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<Ended> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Start(start);
        var texts = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return new Ended(process.ExitCode, texts[0], texts[1]);
    }

    private static bool IsIgnored(int signal)
    {
        var action = new byte[SizeOfAction];
        return GetAction(signal, 0, action) == 0 && MemoryMarshal.Read<nint>(action) == Ignored;
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint none, [Out] byte[] action);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
