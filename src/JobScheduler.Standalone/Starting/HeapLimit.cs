using System.Globalization;
using JobScheduler.Hosting.Starting;

namespace JobScheduler.Standalone.Starting;

/// <summary>
/// How large the heap may become: 60 % of the machine's memory, or of what its container or service may use (<c>MemoryMax=</c> of systemd),
/// unless <c>DOTNET_GCHeapHardLimit</c> names another size, in hexadecimal bytes.
/// </summary>
internal static class HeapLimit
{
    public const string Variable = "DOTNET_GCHeapHardLimit";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>64 MiB. With less, an idle process and one list may already be too much, and the runtime ends the process.</summary>
    private const long Least = 64 * Mebibyte;

    /// <summary>For the banner. The collector's own figure, so that it is also right when the environment has changed the limit.</summary>
    public static string Text { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"the heap may take {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Mebibyte} MiB  ({Variable})");

    /// <exception cref="StartFaultException">The heap would be too small to work in.</exception>
    public static void Check()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is var bytes and < Least)
        {
            throw new StartFaultException(
                $"memory: the heap may take {bytes / Mebibyte} MiB, and {Least / Mebibyte} MiB are the least to work with. "
                + $"Give the program more memory (60 % of it are for the heap), or set {Variable} to a larger figure.");
        }
    }
}
