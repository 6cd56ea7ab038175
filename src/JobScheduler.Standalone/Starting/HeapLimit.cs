using System.Globalization;

namespace JobScheduler.Standalone.Starting;

/// <summary>
/// How large the heap may become: 60 % of the machine's memory, or of what its container or service may use (<c>MemoryMax=</c> of systemd),
/// unless <c>DOTNET_GCHeapHardLimit</c> names another size, in hexadecimal bytes.
/// </summary>
internal static class HeapLimit
{
    public const string Variable = "DOTNET_GCHeapHardLimit";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>For the banner. The collector's own figure, so that it is also right when the environment has changed the limit.</summary>
    public static string Text { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"the heap may take {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Mebibyte} MiB  ({Variable})");
}
