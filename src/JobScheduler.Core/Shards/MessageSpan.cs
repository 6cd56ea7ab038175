namespace JobScheduler.Shards;

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
