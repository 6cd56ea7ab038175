namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// How many pages SQLite keeps in memory. That memory is not in the heap, but in the part that the heap's limit leaves to the process: so
/// it is a share of the heap, and with 16 readers at most half of it.
/// </summary>
internal static class PageCache
{
    private const int Kibibyte = 1024;

    /// <summary>Of the writer: an eighth of the heap, 4 to 64 MiB. Pages of a transaction that do not fit go to the log early.</summary>
    public static long WriterKibibytes { get; } = WriterOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Of each reader: 0.5 to 4 MiB.</summary>
    public static long ReaderKibibytes { get; } = ReaderOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>For a heap of so many bytes.</summary>
    public static long WriterOf(long heap) => Math.Clamp(heap / 8 / Kibibyte, 4 * Kibibyte, 64 * Kibibyte);

    /// <summary>For a heap of so many bytes.</summary>
    public static long ReaderOf(long heap) => Math.Clamp(heap / 128 / Kibibyte, Kibibyte / 2, 4 * Kibibyte);
}
