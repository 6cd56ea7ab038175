using System.Diagnostics;

namespace JobScheduler.TestKit;

/// <summary>Runs a program to its end.</summary>
internal static class CommandOutput
{
    /// <returns>Its exit code, and all that it said.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<(int Code, string Said)> OfAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, string.Concat(texts));
    }
}
