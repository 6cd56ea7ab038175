using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>
/// The alarm of a line: one for each gate with a line, not for each run in it. Whoever frees a place hands it on at once; the alarm does
/// if that one dies before, and where a place becomes free by the passing of time.
/// </summary>
internal static class TurnAlarm
{
    /// <summary>The kind of the alarm.</summary>
    public const string Kind = "turn";

    /// <summary>
    /// It rings once a minute, so that those who join the same line set one. Source: GATES "Cost", a crash costs at most a minute.
    /// </summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>At half past each minute, since most schedules fire at the full one.</summary>
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(30);

    /// <summary>Instants known to the line are kept to this grain.</summary>
    private static readonly TimeSpan FineGrain = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that it is ever set ahead: to clear away a gate whose rate is not used any more.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromHours(1);

    /// <summary>A run joins the line, or waits on.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="gate">The prefix of the gate's keys.</param>
    /// <param name="nextAt">When the line can move by the passing of time; null: not known.</param>
    public static void Set(CommitDraft draft, string gate, DateTimeOffset? nextAt = null)
    {
        var latest = Next(draft.Now);
        draft.Upsert(nextAt is { } next && next - LineDecision.Ahead < latest ? KeyAt(gate, next, draft.Now) : KeyOf(gate, latest), []);
    }

    /// <summary>Nobody waits, but the gate has to be cleared away when its rate is made up for.</summary>
    public static void SetToClear(CommitDraft draft, string gate, DateTimeOffset at)
    {
        var latest = draft.Now + Farthest - Period;
        draft.Upsert(KeyOf(gate, Next(at < latest ? at : latest)), []);
    }

    /// <summary>For a line that can move by the passing of time at an instant: a little before, and after now.</summary>
    public static string KeyAt(string gate, DateTimeOffset nextAt, DateTimeOffset now)
    {
        var at = nextAt - LineDecision.Ahead;
        return KeyOf(gate, Up(at > now ? at : now.AddMilliseconds(1), FineGrain));
    }

    /// <summary>The prefix of the keys of an alarm's gate.</summary>
    public static string GateOf(Row alarm) => $"G~{AlarmKey.Read(alarm.Key).Id}~";

    private static string KeyOf(string gate, DateTimeOffset at) => new AlarmKey(at, Kind, gate[2..^1]);

    /// <summary>After the time, by a minute at most.</summary>
    private static DateTimeOffset Next(DateTimeOffset time) => Up((time + Phase).AddMilliseconds(1), Period) - Phase;

    private static DateTimeOffset Up(DateTimeOffset at, TimeSpan grain) =>
        at.UtcTicks % grain.Ticks is var past and not 0 ? at.AddTicks(grain.Ticks - past) : at;
}
