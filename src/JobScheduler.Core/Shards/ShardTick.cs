using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>One tick of a shard's clock: what its handlers write goes through here, under the owner's row.</summary>
public sealed class ShardTick
{
    /// <summary>The longest sleep of a clock: less than the 30 s of lookahead, so that correctness needs no wake-up signal.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ShardWriter _writer;
    private readonly ITableStore _tables;
    private OwnerRow _owner;
    private string? _etag;

    internal ShardTick(
        int shard, OwnerRow owner, string? etag, DateTimeOffset now, ISet<string> watched, ShardWriter writer, ITableStore tables)
    {
        Shard = shard;
        Watched = watched;
        Now = now;
        Foreseen = now;
        _owner = owner;
        _etag = etag;
        _writer = writer;
        _tables = tables;
    }

    public int Shard { get; }

    public string Partition => ShardMap.Partition(Shard);

    /// <summary>The time of the tick: whatever is due by then is handled.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>
    /// What waits for something that other processes may do without telling this clock, such as a gate whose run ends elsewhere. While
    /// there is any, ticks are 1 s apart. Whoever adds an entry removes it again.
    /// </summary>
    public ISet<string> Watched { get; }

    /// <summary>Whether anything was written.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>The earliest alarm set by this tick, which may not have been read yet.</summary>
    internal DateTimeOffset EarliestAlarm { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// When the next tick will be, as far as is known now; whatever this tick sets may bring it nearer. What it writes announces that, so
    /// that others can tell when the owner is overdue.
    /// </summary>
    internal DateTimeOffset Foreseen { get; set; }

    /// <summary>Whether it is part of a turn of the orchestrated clock.</summary>
    internal bool IsTurn { get; init; }

    internal OwnerRow Owner => _owner;

    internal string? OwnerETag => _etag;

    /// <summary>The tenant after which admission continues; stored with the next commit.</summary>
    public string NextTenant
    {
        get => _owner.NextTenant;
        set => _owner = _owner with { NextTenant = value };
    }

    internal ITableStore Tables => _tables;

    /// <summary>Reads a range of this shard.</summary>
    public ValueTask<RowPage> ReadAsync(RowQuery query) => _tables.ReadAsync(query, CancellationToken.None);

    /// <summary>Reads a row of this shard.</summary>
    public ValueTask<Row?> GetAsync(string key) => _tables.GetAsync(Partition, key, CancellationToken.None);

    /// <summary>Commits what a handler composes, together with the owner's row (one of the 100 operations).</summary>
    /// <returns>The outcome; never refused because of the owner's row.</returns>
    /// <exception cref="DeposedException">Another process owns the shard.</exception>
    public async Task<PartOutcome> CommitAsync(Action<CommitDraft> compose)
    {
        var next = _owner with { Sequence = _owner.Sequence + 1, LastTick = Now, LastTurn = IsTurn ? Now : _owner.LastTurn };
        var alarm = DateTimeOffset.MaxValue;
        var outcome = await _writer.CommitAsync(Shard, new CommitPart(
            draft =>
            {
                var owner = next.Write();
                draft.Replace(Keys.Owner, owner, _etag);
                compose(draft);
                alarm = FirstAlarm(draft);
                next = next with { NextTick = Earliest(Foreseen, EarliestAlarm, alarm) };
                next.Announce(owner);
            },
            new Proof(Keys.Owner, row => next.IsShownBy(row)),
            Patience)
        {
            IsOfClock = true,
        });
        if (outcome.FailedKey == Keys.Owner)
        {
            throw new DeposedException(Shard);
        }

        if (outcome.Succeeded)
        {
            HasWritten = true;
            EarliestAlarm = alarm < EarliestAlarm ? alarm : EarliestAlarm;
            _owner = next;
            _etag = outcome.ETag(Keys.Owner) ?? await ReadETagAsync();
        }

        return outcome;
    }

    private DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var earliest = DateTimeOffset.MaxValue;
        foreach (var time in times)
        {
            earliest = time < earliest ? time : earliest;
        }

        // An alarm that is due already is for this tick, or for the next one at once.
        return earliest > Now ? earliest : Now;
    }

    private static DateTimeOffset FirstAlarm(CommitDraft draft) => draft.Operations
        .Where(operation => operation.Action is RowAction.Insert or RowAction.Upsert
            && operation.Key.StartsWith(AlarmKey.Prefix, StringComparison.Ordinal))
        .Select(operation => AlarmKey.TimeOf(operation.Key)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    private async Task<string> ReadETagAsync()
    {
        var row = await GetAsync(Keys.Owner);
        return row is not null && OwnerRow.Read(row) is var found && found.IsSameTerm(_owner) && found.Sequence == _owner.Sequence
            ? row.ETag
            : throw new DeposedException(Shard);
    }
}

/// <summary>Work of a feature that a shard's clock does at the end of each tick, after the alarms.</summary>
public interface ITickWork
{
    /// <summary>Does what can be done now; bounded, so that a tick stays short.</summary>
    /// <returns>Whether work is left that cannot wait for an alarm; then the next tick is in a second.</returns>
    Task<bool> RunAsync(ShardTick tick);
}
