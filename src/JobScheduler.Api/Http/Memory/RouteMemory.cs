namespace JobScheduler.Api.Http;

/// <summary>
/// What a request of a route takes of the <see cref="MemoryBudget"/> when it is admitted. Its body comes on top, as it arrives.
/// </summary>
/// <param name="Bytes">What it can have alive at worst; 0: it is always admitted.</param>
/// <param name="Room">Its share of the budget, unless it takes more than <see cref="MemoryBudget.Small"/>.</param>
public sealed record RouteMemory(long Bytes, MemoryRoom Room = MemoryRoom.Small)
{
    private const int Kibibyte = 1024;

    /// <summary>Probes: who asks how a full process is must be told.</summary>
    public static readonly RouteMemory None = new(0);

    /// <summary>64 KiB: a row or two, and what the web server holds of the answer.</summary>
    public static readonly RouteMemory Little = new(64 * Kibibyte);

    /// <summary>As <see cref="Little"/>; not held up by requests of other kinds.</summary>
    public static readonly RouteMemory Report = new(64 * Kibibyte, MemoryRoom.Report);

    /// <summary>
    /// 2 MiB: a definition of 256 KiB as bytes and as text, a value of it, and its answer, for which the writer of JSON reserves three
    /// bytes a character.
    /// </summary>
    public static readonly RouteMemory Record = new(2048 * Kibibyte);

    /// <summary>8 MiB: the rows of a scan that keeps no contents; or 1 MiB of a log as bytes, lines and answer.</summary>
    public static readonly RouteMemory Scan = new(8192 * Kibibyte);

    /// <summary>24 MiB: 8 MiB of rows, 4 MiB of JSON as texts of twice the size, and as an answer that is copied when it grows.</summary>
    public static readonly RouteMemory List = new(24576 * Kibibyte);

    /// <summary>
    /// 8: so many bytes can be made of each byte of a body while it is carried out and answered: text of two bytes a character, the bytes
    /// that are stored, the same read again for the answer, and its JSON.
    /// </summary>
    public const int MadeOfBody = 8;

    /// <summary>4, of a bulk: it is carried out in slices, and its answer shows contents only as far as rows hold them.</summary>
    public const int MadeOfBulk = 4;

    /// <summary>8: the same for each byte of a content that a run is shown with.</summary>
    public const int MadeOfContent = 8;

    /// <summary>What a request takes at its admission: not more than there is when it is alone.</summary>
    public long In(MemoryBudget budget) => Math.Min(Bytes, budget.Within(Bytes > MemoryBudget.Small ? MemoryRoom.Large : Room));
}
