using System.Globalization;

namespace JobScheduler.Shards;

/// <summary>
/// The row keys of a shard, written once: see the table in DESIGN. Parts are separated by <c>~</c>, never empty, and never begin
/// with it. Times are written so that ordinal order is order in time.
/// </summary>
public static class Keys
{
    /// <summary>Stands for "no job" in keys; it is no valid id.</summary>
    public const string NoJob = "-";

    /// <summary>The row of the shard's owner.</summary>
    public const string Owner = "L";

    public const string AlarmPrefix = "A~";

    public const string RunPrefix = "R~";

    /// <summary>All schedules of a shard.</summary>
    public const string ScheduleRowPrefix = "S~";

    /// <summary>What calendars are called where their home shard is chosen.</summary>
    public const string CalendarRecord = "calendar";

    private const string TimeShape = "yyyyMMddHHmmssfff";

    public static string Job(string tenant, string job) => $"J~{tenant}~{job}";

    public static string JobPrefix(string tenant) => $"J~{tenant}~";

    public static string JobVersion(string tenant, string job, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"V~{tenant}~{job}~{version:D8}");

    public static string JobVersionPrefix(string tenant, string job) => $"V~{tenant}~{job}~";

    /// <param name="act">When the clock may act.</param>
    /// <param name="kind">One of <see cref="AlarmKind"/>.</param>
    /// <param name="id">Unique among the alarms of the kind and time.</param>
    public static string Alarm(DateTimeOffset act, string kind, string id) => $"A~{Time(act)}~{kind}~{id}";

    /// <summary>The kind of an alarm, or null when the key is none.</summary>
    public static string? AlarmKindOf(string key)
    {
        var parts = key.Split('~', 4);
        return parts.Length == 4 && parts[0] == "A" ? parts[2] : null;
    }

    /// <summary>The time of an alarm; the earliest time when it cannot be read, so that it rings at once.</summary>
    public static DateTimeOffset AlarmTime(string key) =>
        key.Length > 2 + TimeShape.Length
        && DateTime.TryParseExact(
            key.AsSpan(2, TimeShape.Length), TimeShape, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new DateTimeOffset(time, TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    public static string Queued(string message, string run) => $"Q~{message}~{run}";

    public static string QueuedPrefix(string message) => $"Q~{message}~";

    public static string Ready(Priority priority, string tenant, DateTimeOffset due, string run) =>
        string.Create(CultureInfo.InvariantCulture, $"Y~{(int)priority}~{tenant}~{Time(due)}~{run}");

    public static string ReadyPrefix(Priority priority) => string.Create(CultureInfo.InvariantCulture, $"Y~{(int)priority}~");

    public static string ReadyPrefix(Priority priority, string tenant) =>
        string.Create(CultureInfo.InvariantCulture, $"Y~{(int)priority}~{tenant}~");

    public static string Run(string run) => RunPrefix + run;

    public static string Attempt(string run, int number) => string.Create(CultureInfo.InvariantCulture, $"T~{run}~{number:D6}");

    public static string AttemptPrefix(string run) => $"T~{run}~";

    /// <summary>An unfinished run of a job. Run ids begin with their shard and their inverted due time, so the newest come first.</summary>
    public static string Open(string tenant, string job, string run) => $"U~{tenant}~{job}~{run}";

    public static string OpenPrefix(string tenant, string job) => $"U~{tenant}~{job}~";

    /// <summary>An ended run of a job.</summary>
    public static string Ended(string tenant, string job, string run) => $"H~{tenant}~{job}~{run}";

    public static string EndedPrefix(string tenant, string job) => $"H~{tenant}~{job}~";

    public static string Schedule(string tenant, string job, string schedule) => $"S~{tenant}~{job}~{schedule}";

    /// <summary>The schedules of a job.</summary>
    public static string SchedulePrefix(string tenant, string job) => $"S~{tenant}~{job}~";

    /// <summary>The schedules of a tenant.</summary>
    public static string SchedulePrefix(string tenant) => $"S~{tenant}~";

    /// <summary>The slot of a gate and its line, which one read shows together.</summary>
    public static string GatePrefix(string tenant, string job, string gate) => $"G~{tenant}~{job}~{gate}~";

    /// <summary>A taken slot.</summary>
    public static string Slot(string tenant, string job, string gate) => GatePrefix(tenant, job, gate) + SlotName[1..];

    /// <summary>The end of a slot's key; run ids, with which places in line end, are longer.</summary>
    public const string SlotName = "~0";

    /// <summary>A place in the line of a gate; it comes after the slots.</summary>
    public static string Line(string tenant, string job, string gate, DateTimeOffset nominal, string run) => $"{GatePrefix(tenant, job, gate)}w~{Time(nominal)}~{run}";

    public static string DeadLetter(string tenant, string id) => $"D~{tenant}~{id}";

    public static string DeadLetterPrefix(string tenant) => $"D~{tenant}~";

    public static string IdempotencyKey(string tenant, string? job, string hash) => $"K~{tenant}~{job ?? NoJob}~{hash}";

    public static string Operation(string tenant, string id) => $"O~{tenant}~{id}";

    public static string OperationPrefix(string tenant) => $"O~{tenant}~";

    public static string Calendar(string tenant, string id) => $"C~{tenant}~{id}";

    public static string CalendarPrefix(string tenant) => $"C~{tenant}~";

    /// <summary>17 digits in order of time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeShape, CultureInfo.InvariantCulture);
}
