namespace JobScheduler.Runs;

/// <summary>
/// How far a reader has come in the log of a run: in what the scheduler tells of it, and in the lines that attempts have written. Both
/// only grow. Callers see one number below 2^53, which every client of JSON can read.
/// </summary>
/// <param name="Place">The last place told of <see cref="RunStory"/>; -1: none.</param>
/// <param name="Bytes">Where the next line begins in the blob.</param>
internal readonly record struct LogPosition(int Place, long Bytes)
{
    /// <summary>The largest number that stands for a position.</summary>
    public const long Largest = (1L << 53) - 1;

    private const int Shift = 32;

    public static LogPosition Of(long number) => new((int)(number >> Shift) - 1, number & ((1L << Shift) - 1));

    public long ToNumber() => Math.Min(Place + 1, Largest >> Shift) << Shift | Bytes;
}
