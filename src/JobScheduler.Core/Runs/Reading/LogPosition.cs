namespace JobScheduler.Runs;

/// <summary>
/// How far a reader has come in the log of a run: in what the scheduler tells of it, and in the lines that attempts have written. Both
/// only grow. Callers see one number below 2^53, which every client of JSON can read.
/// </summary>
/// <remarks>
/// What does not fit into the number is not told: places after <see cref="LastPlace"/> (260,000 attempts), and what is behind
/// <see cref="LastByte"/> of the blob. Otherwise a reader would get the same lines at each poll.
/// </remarks>
/// <param name="Place">The last place told of <see cref="RunStory"/>; -1: none.</param>
/// <param name="Bytes">Where the next line begins in the blob.</param>
internal readonly record struct LogPosition(int Place, long Bytes)
{
    /// <summary>The largest number that stands for a position.</summary>
    public const long Largest = (1L << 53) - 1;

    /// <summary>The last place that has a number.</summary>
    public const int LastPlace = (int)(Largest >> Shift) - 1;

    /// <summary>The last byte that has a number: 4 GiB, which are 4,000 attempts that fill their logs.</summary>
    public const long LastByte = (1L << Shift) - 1;

    private const int Shift = 32;

    public static LogPosition Of(long number) => new((int)(number >> Shift) - 1, number & LastByte);

    /// <summary>At most <see cref="Largest"/>.</summary>
    public long ToNumber() => (Math.Min(Place, LastPlace) + 1L) << Shift | Math.Min(Bytes, LastByte);
}
