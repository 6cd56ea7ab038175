namespace JobScheduler.Execution;

/// <summary>
/// How long a message waits here for a free place before it is sent again, so that another process can have it. The more often that was
/// in vain, the longer: whoever could have had it had no place either.
/// </summary>
/// <param name="Length">How long it waits here.</param>
/// <param name="Delay">How long it then stays invisible.</param>
internal readonly record struct MessageHold(TimeSpan Length, TimeSpan Delay)
{
    private const int MostDoublings = 4;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(1);

    /// <summary>That of a message.</summary>
    /// <param name="returns">How often it was sent again already.</param>
    /// <param name="isStuck">Whether no place that it could have has become free for a while.</param>
    /// <param name="isCrowded">
    /// Whether few more can be in hand, or a host hands messages over, which bounds them: then it must not wait here for long, but out of
    /// sight, where it holds up no others.
    /// </param>
    public static MessageHold Of(int returns, bool isStuck, bool isCrowded)
    {
        var doubled = 1 << Math.Clamp(isCrowded ? returns : returns - 1, 0, MostDoublings);
        return (isStuck, returns, isCrowded) switch
        {
            (true, _, true) => new(TimeSpan.Zero, Crowded * doubled),
            (false, _, true) => new(Crowded, Crowded * doubled),

            // Others may have a place at once; if they had none either, it comes back.
            (true, 0, false) => new(TimeSpan.Zero, TimeSpan.Zero),
            (false, 0, false) => new(First, TimeSpan.Zero),
            _ => new(Later * doubled, TimeSpan.Zero),
        };
    }
}
