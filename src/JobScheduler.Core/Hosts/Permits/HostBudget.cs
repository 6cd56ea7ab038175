using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Hosts.Permits;

/// <summary>
/// What all processes have leased of one host: one row, whose ETag serialises what is granted. Pure, apart from the codec of the row.
/// </summary>
public sealed record HostBudget
{
    private const string BudgetColumn = "budget";
    private const string StampColumn = "stamp";

    public static readonly HostBudget Empty = new();

    /// <summary>When the bucket is full again: ticks of UTC, because a millisecond is many calls.</summary>
    public long SpentTicks { get; init; }

    /// <summary>Calls at once, by process.</summary>
    public IReadOnlyList<CallBlock>? Blocks { get; init; }

    private DateTimeOffset Spent => new(Math.Clamp(SpentTicks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    /// <summary>Decides a request.</summary>
    public BudgetGrant Grant(HostTerms terms, BudgetRequest ask, DateTimeOffset now)
    {
        var starts = terms.Rate is { } rate ? Math.Min(ask.Starts, rate.Available(Spent, now)) : 0;
        var others = Others(ask.Holder, now);
        var calls = terms.Max is { } max ? Math.Max(ask.Held, Math.Min(ask.Held + ask.Wanted, max - others.Sum(block => block.Count))) : 0;
        var spent = terms.Rate is { } plan && starts > 0 ? plan.Spend(Spent, now, starts) : Spent;
        return new BudgetGrant(
            new HostBudget
            {
                SpentTicks = spent.UtcTicks,
                Blocks = calls > 0 ? [.. others, new CallBlock(ask.Holder, calls, now + ask.Cover)] : others,
            },
            starts,
            terms.Rate?.NextAt(spent, now) ?? now,
            calls);
    }

    /// <summary>When a call may start as far as the rate is concerned.</summary>
    public DateTimeOffset NextStart(HostTerms terms, DateTimeOffset now) => terms.Rate?.NextAt(Spent, now) ?? now;

    /// <summary>How many may start now as far as the rate is concerned.</summary>
    public int StartsAt(RatePlan rate, DateTimeOffset now) => rate.Available(Spent, now);

    /// <summary>How many calls at once are leased.</summary>
    public int CallsAt(DateTimeOffset now) => Others("", now).Sum(block => block.Count);

    public Columns Write(string stamp) => new()
    {
        { BudgetColumn, JsonSerializer.Serialize(this, HostJson.Compact.HostBudget) }, { StampColumn, stamp },
    };

    /// <summary>One that cannot be read counts as empty.</summary>
    public static HostBudget Read(Row? row) => row?.Columns.Json(BudgetColumn, HostJson.Default.HostBudget) ?? Empty;

    public static Proof ProofOf(string key, string stamp) => Proof.HasText(key, StampColumn, stamp);

    /// <summary>The blocks of others that are not over. One longer than can be was leased by a clock that was fast.</summary>
    private List<CallBlock> Others(string holder, DateTimeOffset now)
    {
        var longest = now + PermitTimes.LongestCover;
        return
        [
            .. from block in Blocks ?? []
            where block.Holder != holder && block.Until > now
            select block.Until > longest + PermitTimes.Skew ? block with { Until = longest } : block,
        ];
    }
}

/// <summary>Calls at once that a process may have under way.</summary>
/// <param name="Holder">Unique to one life of a process.</param>
/// <param name="Count">How many.</param>
/// <param name="Until">No attempt that uses it has a lease beyond this.</param>
public sealed record CallBlock(string Holder, int Count, DateTimeOffset Until);

/// <summary>What a process asks for.</summary>
/// <param name="Holder">The process.</param>
/// <param name="Starts">Starts of calls.</param>
/// <param name="Held">Calls that it has under way.</param>
/// <param name="Wanted">More of them that it could make.</param>
/// <param name="Cover">For how long.</param>
public readonly record struct BudgetRequest(string Holder, int Starts, int Held, int Wanted, TimeSpan Cover);

/// <summary>What it gets.</summary>
/// <param name="After">The budget then.</param>
/// <param name="Starts">Starts of calls.</param>
/// <param name="NextStart">When there may be more of them.</param>
/// <param name="Calls">Calls at once, with those under way.</param>
public sealed record BudgetGrant(HostBudget After, int Starts, DateTimeOffset NextStart, int Calls);
