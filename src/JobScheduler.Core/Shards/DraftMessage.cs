using System.Globalization;

namespace JobScheduler.Shards;

/// <summary>A message of a commit that is being composed.</summary>
public sealed class DraftMessage(
    string id, string queue, string targetClass, long second, DateTimeOffset due, bool alone, string guardKey)
{
    public string Id { get; } = id;

    public string Queue { get; } = queue;

    /// <summary>What the work of all its runs waits for.</summary>
    public string TargetClass { get; } = targetClass;

    public long Second { get; } = second;

    /// <summary>The earliest due time of its runs.</summary>
    public DateTimeOffset Due { get; set; } = due;

    public bool Alone { get; } = alone;

    public string GuardKey { get; } = guardKey;

    public int Runs { get; set; }

    /// <summary>Whether it is sent only after all commits that share it, not with this one.</summary>
    public bool Deferred { get; init; }

    internal DraftMessage Copy() => new(Id, Queue, TargetClass, Second, Due, Alone, GuardKey) { Runs = Runs, Deferred = Deferred };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} ({Runs} runs, {Queue})");
}

/// <summary>
/// Messages that are filled by several commits, one after the other, and sent after the last of them. The first commit of a message
/// writes its guard, so a crash in between costs no more than a lost message. For runs that are due later, when nothing waits for the
/// message.
/// </summary>
public sealed class MessageSpan
{
    /// <summary>Runs that are due sooner do not wait for other commits.</summary>
    internal static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);

    private readonly List<DraftMessage> _messages = [];

    /// <summary>The messages that are written but not sent.</summary>
    public IReadOnlyList<DraftMessage> Messages => _messages;

    /// <summary>A commit has taken effect.</summary>
    internal void Keep(CommitDraft draft)
    {
        foreach (var message in draft.Messages.Where(message => message.Deferred))
        {
            // Either a copy of a known message, or a new one.
            _messages.RemoveAll(known => known.Id == message.Id);
            _messages.Add(message);
        }
    }
}
