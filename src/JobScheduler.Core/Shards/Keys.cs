using System.Globalization;

namespace JobScheduler.Shards;

/// <summary>
/// The row keys of a shard; see the table in DESIGN. Parts are separated by <c>~</c>, never empty, and never begin
/// with it. Times are written so that ordinal order is order in time.
/// </summary>
public static class Keys
{
    /// <summary>Stands for "no job" in keys; not a valid id.</summary>
    public const string NoJob = "-";

    /// <summary>The row of the shard's owner.</summary>
    public const string Owner = "L";

    public const string RunPrefix = "R~";

    /// <summary>All schedules of a shard.</summary>
    public const string ScheduleRowPrefix = "S~";

    /// <summary>The record kind of calendars when their home shard is chosen.</summary>
    public const string CalendarRecord = "calendar";

    /// <summary>The record kind of groups when their home shard is chosen.</summary>
    public const string GroupRecord = "group";

    /// <summary>Begins the ids of the messages of tickets, and no others.</summary>
    public const string BatchMark = "x";

    /// <summary>The whole backlog of a shard.</summary>
    public const string BacklogRowPrefix = "Y~";

    internal const string TimeShape = "yyyyMMddHHmmssfff";

    internal const string LinePart = "l";

    internal const char ClassEnd = '|';

    private const string LimitSlotPart = "h";
    private const string GateRowEnd = "-";
    private const string SlotEnd = "~0";

    public static string Job(string tenant, string job) => $"J~{tenant}~{job}";

    public static string JobPrefix(string tenant) => $"J~{tenant}~";

    public static string JobVersion(string tenant, string job, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"V~{tenant}~{job}~{version:D8}");

    public static string JobVersionPrefix(string tenant, string job) => $"V~{tenant}~{job}~";

    /// <summary>The runs in a message: see <see cref="Token.InMessage"/>.</summary>
    public static string QueuedPrefix(string message) => $"Q~{message}~";

    /// <summary>The backlog of a priority: see <see cref="Token.InBacklog"/>.</summary>
    public static string BacklogPrefix(Priority priority) =>
        string.Create(CultureInfo.InvariantCulture, $"{BacklogRowPrefix}{(int)priority}~");

    public static string BacklogPrefix(Priority priority, string tenant) => $"{BacklogPrefix(priority)}{tenant}~";

    /// <summary>One line of the backlog. The class shares its part with the due time, so that older versions read the key.</summary>
    public static string BacklogPrefix(Priority priority, string tenant, string targetClass) =>
        $"{BacklogPrefix(priority, tenant)}{targetClass}{ClassEnd}";

    public static string Run(string run) => RunPrefix + run;

    /// <summary>The run in the key of its row; null if the key is not a run's.</summary>
    public static string? RunOf(string key) => key.StartsWith(RunPrefix, StringComparison.Ordinal) ? key[RunPrefix.Length..] : null;

    public static string Attempt(string run, int number) => string.Create(CultureInfo.InvariantCulture, $"T~{run}~{number:D6}");

    public static string AttemptPrefix(string run) => $"T~{run}~";

    /// <summary>An open run of a job. Run ids begin with their shard and their inverted due time, so the newest come first.</summary>
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

    /// <summary>The slot of a gate and its queue, which one read returns together.</summary>
    public static string GatePrefix(string tenant, string job, string gate) => $"G~{tenant}~{job}~{gate}~";

    /// <summary>A taken slot.</summary>
    public static string Slot(string tenant, string job, string gate) => GatePrefix(tenant, job, gate) + SlotEnd[1..];

    /// <summary>Whether a key of a gate is its slot; places in its queue end in run ids, which are longer.</summary>
    public static bool IsSlot(string key) => key.EndsWith(SlotEnd, StringComparison.Ordinal);

    /// <summary>A place in the queue of a gate; it comes after the slots.</summary>
    public static string GatePlace(string tenant, string job, string gate, DateTimeOffset nominal, string run) =>
        $"{GatePrefix(tenant, job, gate)}w~{Time(nominal)}~{run}";

    /// <summary>The run in the key of a place in the queue of a gate.</summary>
    public static string RunOfGatePlace(string key) => key[(key.LastIndexOf('~') + 1)..];

    /// <summary>The row of a gate of a limit itself, before its slots and its line.</summary>
    public static string GateRow(string gate) => gate + GateRowEnd;

    /// <summary>Whether a key is that of a gate's own row.</summary>
    public static bool IsGateRow(string key) => key.EndsWith("~" + GateRowEnd, StringComparison.Ordinal);

    /// <summary>A slot of a limit, by its holder.</summary>
    public static string LimitSlot(string gate, string run) => $"{gate}{LimitSlotPart}~{run}";

    /// <summary>The run in the key of a slot of a limit; null if it is none.</summary>
    public static string? RunOfLimitSlot(string gate, string key) =>
        key.StartsWith($"{gate}{LimitSlotPart}~", StringComparison.Ordinal) ? key[(gate.Length + LimitSlotPart.Length + 1)..] : null;

    /// <summary>The line of a limit: see <see cref="Token.InLine"/>.</summary>
    public static string LinePrefix(string gate) => $"{gate}{LinePart}~";

    /// <summary>The gate of a group, in the shard of the group; its own row and all others begin with this.</summary>
    public static string GroupGate(string tenant, string group) => $"P~{tenant}~{group}~";

    /// <summary>A place that a ticket was granted.</summary>
    public static string Permit(string gate, string batch, string run) => $"{PermitPrefix(gate, batch)}{run}";

    /// <summary>The places that the tickets of a batch were granted.</summary>
    public static string PermitPrefix(string gate, string batch) => $"{gate}{LimitSlotPart}~{batch}~";

    /// <summary>A ticket that waits: by priority, then in the order in which they came.</summary>
    public static string Waiter(string gate, Priority priority, string batch, string run) =>
        string.Create(CultureInfo.InvariantCulture, $"{WaiterPrefix(gate)}{(int)priority}~{batch}~{run}");

    /// <summary>The tickets that wait at a gate.</summary>
    public static string WaiterPrefix(string gate) => $"{gate}w~";

    /// <summary>The definition of a group.</summary>
    public static string Group(string tenant, string id) => $"M~{tenant}~{id}";

    public static string GroupPrefix(string tenant) => $"M~{tenant}~";

    /// <summary>All gates of a job.</summary>
    public static string JobGatesPrefix(string tenant, string job) => $"G~{tenant}~{job}~";

    /// <summary>The prefix of the gate that a row belongs to.</summary>
    public static string GatePrefixOf(string key)
    {
        var at = 0;
        for (var parts = 0; parts < 4; parts++)
        {
            at = key.IndexOf('~', at) + 1;
        }

        return key[..at];
    }

    public static string DeadLetter(string tenant, string id) => $"D~{tenant}~{id}";

    public static string DeadLetterPrefix(string tenant) => $"D~{tenant}~";

    public static string IdempotencyKey(string tenant, string? job, string hash) => $"K~{tenant}~{job ?? NoJob}~{hash}";

    public static string Operation(string tenant, string id) => $"O~{tenant}~{id}";

    public static string OperationPrefix(string tenant) => $"O~{tenant}~";

    public static string Calendar(string tenant, string id) => $"C~{tenant}~{id}";

    public static string CalendarPrefix(string tenant) => $"C~{tenant}~";

    /// <summary>The record kind of target hosts when their home shard is chosen.</summary>
    public const string HostRecord = "host";

    /// <summary>What is open or held, of all hosts at home in a shard.</summary>
    public const string HostStateRowPrefix = "X~";

    /// <summary>The definition of a target host.</summary>
    public static string Host(string tenant, string host) => HostPrefix(tenant) + host;

    public static string HostPrefix(string tenant) => $"N~{tenant}~";

    /// <summary>The open circuit of a host, or its hold; there is none while all is well.</summary>
    public static string HostState(string tenant, string host) => HostStatePrefix(tenant) + host;

    public static string HostStatePrefix(string tenant) => $"{HostStateRowPrefix}{tenant}~";

    /// <summary>The one probe of a half-open circuit; it is read together with the states.</summary>
    public static string HostProbe(string tenant, string host) => HostState(tenant, host) + "~probe";

    /// <summary>What processes have leased of the rate and of the calls at once of a host.</summary>
    public static string HostBudget(string tenant, string host) => $"F~{tenant}~{host}";

    /// <summary>The line of a host in the shard of its runs: see <see cref="Token.InHostLine"/>.</summary>
    public static string HostLinePrefix(string tenant, string host) => $"W~{tenant}~{host}~";

    /// <summary>The row that stands for the line, before the first place in it.</summary>
    public static string HostLineHead(string tenant, string host) => HostLinePrefix(tenant, host) + "-";

    /// <summary>Where the places of a line begin, after its head.</summary>
    public static string HostLinePlaces(string tenant, string host) => HostLinePrefix(tenant, host) + "0";

    /// <summary>17 digits that sort by time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeShape, CultureInfo.InvariantCulture);
}
