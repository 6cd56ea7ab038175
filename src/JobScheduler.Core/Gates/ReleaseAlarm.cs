using JobScheduler.Shards;

namespace JobScheduler.Gates;

/// <summary>
/// Owes the release of a dead ticket: set by the commit that killed it, in the shard of the run, and deleted when the place is free. Its
/// row is the ticket. Source: GATES R2.
/// </summary>
internal static class ReleaseAlarm
{
    public const string Kind = "release";

    /// <summary>Whoever has killed the ticket releases it before. Source: GATES, a crash costs at most a minute.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    public static string KeyOf(Ticket ticket, DateTimeOffset now) => new AlarmKey(now + Delay, Kind, $"{ticket.Batch}~{ticket.Run}");
}
