using System.Globalization;
using System.Runtime.InteropServices;

namespace JobScheduler.Standalone.Starting;

/// <summary>The signals that this process was started to ignore, as <c>nohup</c> does; the runtime does not ask.</summary>
internal static class IgnoredSignals
{
    private const string Status = "/proc/self/status";
    private const string Mask = "SigIgn:";

    /// <summary>The number of the signal on Linux, the only system that shows the mask.</summary>
    private const int Hangup = 1;

    /// <summary>Whether the signal was ignored at the start; false where the system does not show it.</summary>
    public static bool Contain(PosixSignal signal) =>
        signal == PosixSignal.SIGHUP && File.Exists(Status) && Contain(File.ReadLines(Status), Hangup);

    /// <param name="status">The lines of the status of a process.</param>
    /// <param name="number">The number of the signal, from 1.</param>
    internal static bool Contain(IEnumerable<string> status, int number) =>
        status.FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
        && (mask & (1UL << (number - 1))) != 0;
}
