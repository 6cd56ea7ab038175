using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// A commit while it is composed from parts. A part that does not fit (rows, bytes, a row that another part touches) is removed
/// again and waits for the next commit.
/// </summary>
public sealed class CommitDraft
{
    /// <summary>The most runs that share one message: claiming them takes 97 rows (3 for each, and the guard).</summary>
    public const int RunsPerMessage = 32;

    /// <summary>How long after the due time the guard checks whether the message was answered.</summary>
    public static readonly TimeSpan GuardDelay = TimeSpan.FromSeconds(60);

    private readonly List<RowOperation> _operations = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<DraftMessage> _messages = [];
    private readonly List<DraftBatch> _batches = [];
    private readonly Entropy _entropy;

    // Alarms beyond this are found by the clock's next look.
    private readonly string _far;
    private int _bytes;
    private DraftFit _fit;
    private MessageSpan? _span;

    public CommitDraft(int shard, TimeProvider time, Entropy entropy)
    {
        Shard = shard;
        Instant = time.GetTimestamp();
        Now = Timestamp.Cut(time.GetUtcNow());
        _entropy = entropy;
        _far = AlarmKey.From(Now + ShardTick.LongestSleep);
    }

    public int Shard { get; }

    /// <summary>
    /// The monotonic clock just before <see cref="Now"/> was read: whatever lasts from <see cref="Now"/> on began no earlier.
    /// </summary>
    public long Instant { get; }

    /// <summary>One time for everything in the commit.</summary>
    public DateTimeOffset Now { get; }

    public IReadOnlyList<RowOperation> Operations => _operations;

    /// <summary>The messages to send once the commit has taken effect.</summary>
    public IReadOnlyList<DraftMessage> Messages => _messages;

    /// <summary>Doorbells of dead letters, by queue.</summary>
    public List<(string Queue, string DeadLetter)> DeadLetters { get; } = [];

    /// <summary>Lines at gates that may be able to move once the commit has taken effect.</summary>
    public List<LineHint> Lines { get; } = [];

    /// <summary>Tickets that begin to wait, or are dead, once the commit has taken effect.</summary>
    public List<TicketHint> Tickets { get; } = [];

    /// <summary>Something in this commit waits for the clock.</summary>
    public bool WakesClock { get; set; }

    /// <summary>The earliest alarm that its clock might not see in time; null if it sees all. It never sleeps longer than that.</summary>
    public DateTimeOffset? NearestAlarm { get; private set; }

    /// <summary>Whether the part being composed is the clock's own.</summary>
    internal bool IsOfClock { get; set; }

    /// <summary>Inserts a row that must not exist.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="columns">What it holds.</param>
    /// <param name="waits">For an alarm: whether it can wait for the clock's next look.</param>
    public void Insert(string key, Columns columns, bool waits = false)
    {
        Add(RowOperation.Insert(key, columns));
        if (!waits)
        {
            Note(key);
        }
    }

    /// <summary>Writes a row whether it exists or not. Parts that share a commit may all do so, if they write the same.</summary>
    public void Upsert(string key, Columns columns)
    {
        if (!_operations.Exists(operation => operation.Action == RowAction.Upsert && operation.Key == key))
        {
            Add(RowOperation.Upsert(key, columns));
            Note(key);
        }
    }

    public void Replace(string key, Columns columns, string? etag = null) => Add(RowOperation.Replace(key, columns, etag));

    public void Merge(string key, Columns columns, string? etag = null) => Add(RowOperation.Merge(key, columns, etag));

    public void Delete(string key, string? etag = null) => Add(RowOperation.Delete(key, etag));

    /// <summary>The rest of the part being composed shares messages with earlier and later commits.</summary>
    public void Share(MessageSpan span) => _span = span;

    /// <summary>
    /// Places one run in a message: an open message of this commit for the same queue, class and second, or a new one with its guard. Runs
    /// with a limit come first with the earliest: a message whose guard rings too late for one is not used.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="targetClass">What its work waits for: no message holds runs of two classes.</param>
    /// <param name="due">When the run is due.</param>
    /// <param name="alone">Whether it needs a message of its own.</param>
    /// <param name="limit">When its wait is over: the guard rings by then. Null: it may wait for ever.</param>
    public DraftMessage PlaceInMessage(
        string queue, string targetClass, DateTimeOffset due, bool alone, DateTimeOffset? limit = null)
    {
        // Whatever is overdue is due now, and shares a message.
        var at = due > Now ? due : Now;
        var second = at.ToUnixTimeSeconds();
        var deferred = _span is not null && !alone && at > Now + MessageSpan.Soonest;
        if (limit < Now)
        {
            // As those whose wait ends now: otherwise none that is over would share a message.
            limit = Now;
        }

        var ringsBy = limit < at + GuardDelay ? limit.Value : at + GuardDelay;
        bool Fits(DraftMessage open) => open.Queue == queue
            && open.TargetClass == targetClass
            && open.Second == second
            && !open.Alone
            && open.Runs < RunsPerMessage
            && open.Deferred == deferred
            && (limit is null || AlarmKey.TimeOf(open.GuardKey) <= limit);
        var message = alone ? null : _messages.Find(Fits);
        if (message is null
            && deferred
            && _span!.Messages.FirstOrDefault(open => Fits(open) && !_messages.Exists(mine => mine.Id == open.Id)) is { } begun)
        {
            message = begun.Copy();
            _messages.Add(message);
        }

        if (message is null)
        {
            // The time in the id keeps old messages first in the Q range, for anyone looking at the table.
            var id = Keys.Time(at) + "-" + _entropy.NextName();
            message = new DraftMessage(id, queue, targetClass, second, due, alone, GuardRow.KeyOf(id, ringsBy)) { Deferred = deferred };
            _messages.Add(message);
            Insert(message.GuardKey, GuardRow.Write(id, queue, at, rings: 0));
        }

        message.Runs++;
        message.Due = message.Due < due ? message.Due : due;
        return message;
    }

    /// <summary>Places one run in a batch of those that wait for a gate in another shard: one of this commit, or a new one.</summary>
    /// <returns>The batch; if it has one run, it is new, and needs its alarm.</returns>
    public DraftBatch PlaceInBatch(string gate)
    {
        var batch = _batches.Find(open => open.Gate == gate && open.Runs < RunsPerMessage);
        if (batch is null)
        {
            batch = new DraftBatch(gate, $"{Keys.BatchMark}{Keys.Time(Now)}-{_entropy.NextName()}");
            _batches.Add(batch);
        }

        batch.Runs++;
        return batch;
    }

    /// <summary>The current state of the draft, to be restored by an undo.</summary>
    internal Mark Save() =>
        new(
            _operations.Count,
            _bytes,
            _messages.Count,
            DeadLetters.Count,
            Lines.Count,
            Tickets.Count,
            _messages.ConvertAll(message => (message.Runs, message.Due)),
            _batches.ConvertAll(batch => batch.Runs));

    /// <summary>Keeps everything added since, or removes it if it broke a limit.</summary>
    internal DraftFit KeepOrUndo(Mark mark)
    {
        var fit = _fit;
        _span = null;
        if (fit != DraftFit.Fits)
        {
            Undo(mark);
        }

        return fit;
    }

    /// <summary>Removes everything added since.</summary>
    internal void Undo(Mark mark)
    {
        _operations.RemoveRange(mark.Operations, _operations.Count - mark.Operations);
        _keys.Clear();
        _keys.UnionWith(_operations.Select(operation => operation.Key));
        _messages.RemoveRange(mark.Messages, _messages.Count - mark.Messages);
        DeadLetters.RemoveRange(mark.DeadLetters, DeadLetters.Count - mark.DeadLetters);
        Lines.RemoveRange(mark.Lines, Lines.Count - mark.Lines);
        Tickets.RemoveRange(mark.Tickets, Tickets.Count - mark.Tickets);
        _batches.RemoveRange(mark.Batches.Count, _batches.Count - mark.Batches.Count);
        for (var i = 0; i < mark.Batches.Count; i++)
        {
            _batches[i].Runs = mark.Batches[i];
        }

        for (var i = 0; i < mark.Counts.Count; i++)
        {
            (_messages[i].Runs, _messages[i].Due) = mark.Counts[i];
        }

        _bytes = mark.Bytes;
        _fit = DraftFit.Fits;
        _span = null;
    }

    /// <summary>Its clock must know of an alarm that is near.</summary>
    private void Note(string key)
    {
        if (!IsOfClock && key.StartsWith(AlarmKey.Prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, _far) < 0)
        {
            var at = AlarmKey.TimeOf(key);
            NearestAlarm = at < NearestAlarm ? at : NearestAlarm ?? at;
        }
    }

    private void Add(RowOperation operation)
    {
        if (_fit != DraftFit.Fits)
        {
            return;
        }

        if (_operations.Count >= StorageLimits.OperationsPerCommit || _bytes + operation.Size > StorageLimits.BytesPerCommit)
        {
            _fit = DraftFit.Full;
        }
        else if (!_keys.Add(operation.Key))
        {
            _fit = DraftFit.Collides;
        }
        else
        {
            _operations.Add(operation);
            _bytes += operation.Size;
        }
    }

    internal sealed record Mark(
        int Operations,
        int Bytes,
        int Messages,
        int DeadLetters,
        int Lines,
        int Tickets,
        IReadOnlyList<(int Runs, DateTimeOffset Due)> Counts,
        IReadOnlyList<int> Batches);
}

/// <summary>Whether a part fits into a commit.</summary>
internal enum DraftFit
{
    Fits,

    /// <summary>It touches a row that another part of the commit touches.</summary>
    Collides,

    /// <summary>Rows or bytes are used up.</summary>
    Full,
}
