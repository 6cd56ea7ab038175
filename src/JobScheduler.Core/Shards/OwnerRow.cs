using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// The row <c>L</c>: who owns the shard's clock. Every commit of the clock replaces it under its ETag, so that a deposed
/// owner writes nothing; this depends on comparison, not on agreement about time.
/// </summary>
/// <param name="Holder">The owning process, or the name that several processes share.</param>
/// <param name="Term">Random for each takeover: two processes that take over at once, under one name, reach the same epoch.</param>
/// <param name="Epoch">Raised by each change of owner.</param>
/// <param name="Sequence">Raised by each commit; tells whether a commit with unknown outcome took effect.</param>
/// <param name="LastTick">When the owner last ticked.</param>
/// <param name="NextTenant">The tenant after which admission continues.</param>
/// <param name="NextTick">When the owner will tick next, at the latest.</param>
/// <param name="LastTurn">The last turn of the orchestrated clock; null: none, as in heads whose processes live.</param>
/// <param name="SparesUntil">
/// Until then alarms that wait for a sign of life do not ring, because nobody could give one while the shard did not tick. Null: they ring.
/// </param>
internal sealed record OwnerRow(
    string Holder,
    string Term,
    long Epoch,
    long Sequence,
    DateTimeOffset LastTick,
    string NextTenant,
    DateTimeOffset NextTick,
    DateTimeOffset? LastTurn,
    DateTimeOffset? SparesUntil)
{
    /// <summary>The longest sleep of owners of older versions, which announce no tick and tell no turn.</summary>
    private static readonly TimeSpan Unannounced = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A shard that has not ticked for longer was without storage, or without a clock: more than twice as long as a clock ever sleeps.
    /// Source: GATES "Leases tell the truth".
    /// </summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(45);

    private const string HolderColumn = "holder";
    private const string TermColumn = "term";
    private const string EpochColumn = "epoch";
    private const string SequenceColumn = "sequence";
    private const string LastTickColumn = "lastTick";
    private const string NextTenantColumn = "nextTenant";
    private const string NextTickColumn = "nextTick";
    private const string LastTurnColumn = "lastTurn";
    private const string SparesUntilColumn = "sparesUntil";

    public Columns Write() => new()
    {
        { HolderColumn, Holder },
        { TermColumn, Term },
        { EpochColumn, (ColumnValue)Epoch },
        { SequenceColumn, (ColumnValue)Sequence },
        { LastTickColumn, (ColumnValue)LastTick },
        { NextTenantColumn, NextTenant },
        { NextTickColumn, (ColumnValue)NextTick },
        { LastTurnColumn, (ColumnValue?)LastTurn },
        { SparesUntilColumn, (ColumnValue?)SparesUntil },
    };

    /// <summary>Corrects the announcement in what was written from an earlier copy.</summary>
    public void Announce(Columns written) => written.Add(NextTickColumn, (ColumnValue)NextTick);

    public static OwnerRow Read(Row row)
    {
        var lastTick = row.Columns.Time(LastTickColumn) ?? DateTimeOffset.MinValue;
        var nextTick = row.Columns.Time(NextTickColumn);
        return new OwnerRow(
            row.Columns.Text(HolderColumn) ?? "",
            row.Columns.Text(TermColumn) ?? "",
            row.Columns.Number(EpochColumn) ?? 0,
            row.Columns.Number(SequenceColumn) ?? 0,
            lastTick,
            row.Columns.Text(NextTenantColumn) ?? "",
            nextTick ?? lastTick + Unannounced,
            row.Columns.Time(LastTurnColumn) ?? (nextTick is null ? lastTick : null),
            row.Columns.Time(SparesUntilColumn));
    }

    /// <summary>
    /// The row at a tick: after an outage, those who lived through it have the time of a lease to say so. A tick that takes long announces
    /// its going on, and is none. What a clock that was ahead of its time has granted is taken back.
    /// </summary>
    public OwnerRow At(DateTimeOffset now)
    {
        var announced = NextTick - ShardTick.LongestSleep;
        var seen = announced > LastTick ? announced : LastTick;
        return now - seen > Outage ? this with { SparesUntil = now + LeaseTimes.Lease }
            : SparesUntil > now + LeaseTimes.Lease ? this with { SparesUntil = null }
            : this;
    }

    /// <summary>Whether a row shows the commit that wrote this one, or a later one of the same owner.</summary>
    public bool IsShownBy(Row? row) => row is not null && Read(row) is var found && found.IsSameTerm(this) && found.Sequence >= Sequence;

    /// <summary>Whether both were written in one unbroken ownership.</summary>
    public bool IsSameTerm(OwnerRow other) => Epoch == other.Epoch && string.Equals(Term, other.Term, StringComparison.Ordinal);
}

/// <summary>Another process owns the shard's clock now; the tick ends without writing anything more.</summary>
internal sealed class DeposedException(int shard) : Exception($"another process owns the clock of shard {shard}");
