using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Hosts.Circuits;

/// <summary>
/// Why calls to a host are stopped: its circuit is open, or it asked to be left alone. Its row exists only while there is trouble; it is
/// written when something begins or ends, never for an answer. Pure, apart from the codec of the row.
/// </summary>
public sealed record HostTrouble
{
    private const string TroubleColumn = "trouble";

    /// <summary>How often the circuit has opened since it was closed; 0: it is closed.</summary>
    public int Openings { get; init; }

    /// <summary>When a probe may be sent.</summary>
    public DateTimeOffset OpenUntil { get; init; }

    /// <summary>How many calls had failed when it opened first.</summary>
    public int Failures { get; init; }

    /// <summary>The failure that opened it last.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when the host asked to be left alone; null: it has not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether the circuit is open, and it is too early for a probe.</summary>
    public bool IsOpen(DateTimeOffset now) => Openings > 0 && Ahead(OpenUntil, now, CircuitTerms.LongestOpen) is not null;

    /// <summary>Whether one call may go through, to find out whether the host is well.</summary>
    public bool IsHalfOpen(DateTimeOffset now) => Openings > 0 && !IsOpen(now);

    /// <summary>Until when all calls are held back; null: they are not.</summary>
    public DateTimeOffset? Held(DateTimeOffset now, TimeSpan longest) => HeldUntil is { } until ? Ahead(until, now, longest) : null;

    public CircuitState StateAt(DateTimeOffset now) =>
        Openings == 0 ? CircuitState.Closed : IsOpen(now) ? CircuitState.Open : CircuitState.HalfOpen;

    /// <summary>The circuit opens, or opens again.</summary>
    public static HostTrouble Opened(HostTrouble? before, CircuitTerms terms, int failures, string? reason, DateTimeOffset now)
    {
        var openings = (before?.Openings ?? 0) + 1;
        return (before ?? new HostTrouble()) with
        {
            Openings = openings,
            OpenUntil = now + terms.OpenFor(openings),
            Failures = failures,
            Reason = reason,
        };
    }

    /// <summary>The circuit closes.</summary>
    /// <returns>Null: nothing is left.</returns>
    public static HostTrouble? Closed(HostTrouble? before, DateTimeOffset now) =>
        before?.HeldUntil > now ? new HostTrouble { HeldUntil = before.HeldUntil } : null;

    public Columns Write() => new() { { TroubleColumn, JsonSerializer.Serialize(this, HostJson.Compact.HostTrouble) } };

    /// <summary>Null if the row cannot be read: it stops nobody.</summary>
    public static HostTrouble? TryRead(Row row) => row.Columns.Json(TroubleColumn, HostJson.Default.HostTrouble);

    /// <summary>A time farther ahead than it can be was set by a clock that was fast.</summary>
    private static DateTimeOffset? Ahead(DateTimeOffset until, DateTimeOffset now, TimeSpan longest) =>
        until > now && until <= now + longest + ClockSlack ? until : null;

    /// <summary>What clocks may differ by.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);
}

/// <summary>The one call that finds out whether a host is well: a row, whose insert decides who makes it.</summary>
/// <param name="Holder">The process that makes it.</param>
/// <param name="Until">Its attempt cannot be valid any longer than this: the lease is never renewed beyond.</param>
public sealed record HostProbe(string Holder, DateTimeOffset Until)
{
    public const string HolderColumn = "holder";

    private const string UntilColumn = "until";

    /// <summary>The row is this version's, and as long as a probe can be.</summary>
    public bool IsAlive(DateTimeOffset now) => Until > now && Until < now + Permits.PermitTimes.LongestCover + TimeSpan.FromMinutes(1);

    public Columns Write() => new() { { HolderColumn, Holder }, { UntilColumn, (ColumnValue)Until } };

    public static HostProbe Read(Row row) =>
        new(row.Columns.Text(HolderColumn) ?? "", row.Columns.Time(UntilColumn) ?? DateTimeOffset.MinValue);
}
