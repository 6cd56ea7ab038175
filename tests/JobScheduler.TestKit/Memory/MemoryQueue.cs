using System.Globalization;
using JobScheduler.Storage;

namespace JobScheduler.TestKit;

/// <summary>The messages of one queue; its caller holds the lock.</summary>
internal sealed class MemoryQueue
{
    private readonly SortedSet<(DateTimeOffset VisibleAt, long Number)> _order = [];
    private readonly Dictionary<long, Entry> _entries = [];

    public int Count => _entries.Count;

    public DateTimeOffset? FirstVisibleAt => _order.Count > 0 ? _order.Min.VisibleAt : null;

    public IEnumerable<MemoryMessage> All => _order.Select(place => (place, _entries[place.Number])).Select(item => new MemoryMessage(
        Text(item.place.Number), item.Item2.Body, item.Item2.InsertedAt, item.place.VisibleAt, item.Item2.DequeueCount));

    public void Send(long number, string body, DateTimeOffset now, DateTimeOffset visibleAt)
    {
        _entries.Add(number, new(body, now) { VisibleAt = visibleAt });
        _order.Add((visibleAt, number));
    }

    public DateTimeOffset? Oldest(DateTimeOffset now) =>
        _order.Count > 0 && _order.Min.VisibleAt <= now ? _entries[_order.Min.Number].InsertedAt : null;

    public IReadOnlyList<QueueMessage> Receive(int max, DateTimeOffset now, DateTimeOffset visibleAt, ref long lastNumber)
    {
        var received = new List<QueueMessage>();
        foreach (var (_, number) in _order.TakeWhile(place => place.VisibleAt <= now).Take(max).ToList())
        {
            var entry = _entries[number];
            entry.DequeueCount++;
            var receipt = Hide(number, entry, visibleAt, ref lastNumber);
            received.Add(new(Text(number), receipt, entry.Body, entry.DequeueCount, entry.InsertedAt));
        }

        return received;
    }

    public string? Extend(string id, string receipt, DateTimeOffset visibleAt, ref long lastNumber) =>
        Holds(id, receipt) is { } number ? Hide(number, _entries[number], visibleAt, ref lastNumber) : null;

    public bool Delete(string id, string receipt)
    {
        if (Holds(id, receipt) is not { } number)
        {
            return false;
        }

        _order.Remove((_entries[number].VisibleAt, number));
        return _entries.Remove(number);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private long? Holds(string id, string receipt) =>
        long.TryParse(id, CultureInfo.InvariantCulture, out var number)
        && _entries.TryGetValue(number, out var entry) && string.Equals(entry.Receipt, receipt, StringComparison.Ordinal)
            ? number
            : null;

    private string Hide(long number, Entry entry, DateTimeOffset visibleAt, ref long lastNumber)
    {
        _order.Remove((entry.VisibleAt, number));
        _order.Add((visibleAt, number));
        entry.VisibleAt = visibleAt;
        return entry.Receipt = Text(++lastNumber);
    }

    private sealed class Entry(string body, DateTimeOffset insertedAt)
    {
        public string Body { get; } = body;

        public DateTimeOffset InsertedAt { get; } = insertedAt;

        public DateTimeOffset VisibleAt { get; set; }

        public int DequeueCount { get; set; }

        public string? Receipt { get; set; }
    }
}
