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

/// <summary>
/// Messages that several commits fill, one after the other, and that are sent after the last of them. The first commit of a message writes
/// its guard, so a crash in between costs what a lost message costs. For runs that are due later: nothing waits for the message.
/// </summary>
public sealed class MessageSpan
{
    /// <summary>What is due sooner than this does not wait for other commits.</summary>
    internal static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);

    private readonly List<DraftMessage> _messages = [];

    /// <summary>The messages that are written and not sent.</summary>
    public IReadOnlyList<DraftMessage> Messages => _messages;

    /// <summary>A commit has taken effect.</summary>
    internal void Keep(CommitDraft draft)
    {
        foreach (var message in draft.Messages.Where(message => message.Deferred))
        {
            // A copy in the draft of one that is known, or a new one.
            _messages.RemoveAll(known => known.Id == message.Id);
            _messages.Add(message);
        }
    }
}
