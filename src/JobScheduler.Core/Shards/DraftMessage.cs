using System.Globalization;

namespace JobScheduler.Shards;

/// <summary>A message of a commit that is being put together.</summary>
public sealed class DraftMessage(string id, string queue, long second, DateTimeOffset due, bool alone, string guardKey)
{
    public string Id { get; } = id;

    public string Queue { get; } = queue;

    public long Second { get; } = second;

    /// <summary>The earliest due time of its runs.</summary>
    public DateTimeOffset Due { get; set; } = due;

    public bool Alone { get; } = alone;

    public string GuardKey { get; } = guardKey;

    public int Runs { get; set; }

    /// <summary>Whether it is not sent with this commit, but when all that share it are made.</summary>
    public bool Deferred { get; init; }

    internal DraftMessage Copy() => new(Id, Queue, Second, Due, Alone, GuardKey) { Runs = Runs, Deferred = Deferred };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} ({Runs} runs, {Queue})");
}
