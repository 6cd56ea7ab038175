using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>
/// The row of a gate: its limit, and for a rate how far it is used up. Whoever grants places changes it under its ETag, so that grants
/// come one after the other; the commit of a job's definition writes the limit, so that no grant by the old one comes after it.
/// </summary>
/// <param name="Max">Slots; null: no limit.</param>
/// <param name="Interval">For a rate: the time between two starts; null: no limit.</param>
/// <param name="Burst">For a rate: how many may start at once after a pause.</param>
/// <param name="UsedUntil">For a rate: when what was granted will be made up for; the theoretical arrival time of GCRA.</param>
internal sealed record GateRow(int? Max, TimeSpan? Interval, int Burst, DateTimeOffset UsedUntil)
{
    /// <summary>Without a limit.</summary>
    public static readonly GateRow Open = new(null, null, 1, DateTimeOffset.MinValue);

    /// <summary>Unique to each grant.</summary>
    public const string MarkColumn = "mark";

    private const string MaxColumn = "max";
    private const string IntervalColumn = "interval";
    private const string BurstColumn = "burst";
    private const string UsedUntilColumn = "usedUntil";

    /// <summary>What a definition says of slots.</summary>
    public static Columns WriteSlots(int? max) => new() { { MaxColumn, max ?? 0 } };

    /// <summary>What a definition says of a rate.</summary>
    public static Columns WriteRate(JobRate? rate) => new()
    {
        { IntervalColumn, (ColumnValue)(rate is null ? 0 : IntervalOf(rate).Ticks) },
        { BurstColumn, rate is null ? 1 : BurstOf(rate) },
    };

    /// <summary>What a grant changes.</summary>
    public static Columns WriteGrant(string mark, DateTimeOffset usedUntil) => new()
    {
        { MarkColumn, mark },
        { UsedUntilColumn, usedUntil == DateTimeOffset.MinValue ? null : (ColumnValue?)(ColumnValue)usedUntil.UtcTicks },
    };

    public static GateRow Read(Columns columns) => new(
        columns.Number(MaxColumn) is > 0 and var max ? (int)max : null,
        columns.Number(IntervalColumn) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null,
        (int)(columns.Number(BurstColumn) ?? 1),
        columns.Number(UsedUntilColumn) is { } used ? new DateTimeOffset(used, TimeSpan.Zero) : DateTimeOffset.MinValue);

    /// <summary>The limit of a job's row, with what is used up here.</summary>
    public GateRow WithLimitOf(GateRow limit) => limit with { UsedUntil = UsedUntil };

    private static TimeSpan IntervalOf(JobRate rate) => TimeSpan.FromSeconds(1 / rate.Limit.PerSecond);

    /// <summary>Without a burst of its own: as many as start in a second.</summary>
    private static int BurstOf(JobRate rate) => rate.Burst ?? Math.Clamp((int)rate.Limit.PerSecond, 1, JobRate.LargestBurst);
}
