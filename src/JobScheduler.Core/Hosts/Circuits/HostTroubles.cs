using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Hosts.Circuits;

/// <summary>
/// The hosts in trouble, as this process knows them: those of a shard are read together, at most once in 5 s and only when somebody asks;
/// what this process writes itself it knows at once.
/// </summary>
public sealed class HostTroubles(ShardMap map, IStorage storage, ShardWriter writer, Entropy entropy, TimeProvider time)
{
    /// <summary>The bound on staleness: 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private const int Tries = 5;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, map.Count).Select(_ => new Shard())];

    /// <summary>What is known of a host, at most 5 s old.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    internal async ValueTask<KnownTrouble> GetAsync(HostKey key)
    {
        var shard = _shards[key.Shard];
        Task<Dictionary<string, KnownTrouble>>? reading;
        lock (shard)
        {
            if (shard.ReadAt is { } at && time.GetElapsedTime(at) < Lifetime)
            {
                return shard.Of(key);
            }

            reading = shard.Reading ??= ReadAsync(key.Shard);
        }

        await reading;
        lock (shard)
        {
            return shard.Of(key);
        }
    }

    /// <summary>What this process knows of a host without asking: for the moment before a call.</summary>
    internal HostTrouble? Known(HostKey key)
    {
        var shard = _shards[key.Shard];
        lock (shard)
        {
            return shard.Of(key).Trouble;
        }
    }

    /// <summary>Reads a host and keeps what it finds.</summary>
    internal async Task<KnownTrouble> ReadAsync(HostKey key)
    {
        var page = await storage.Tables.ReadAsync(
            new RowQuery(key.Partition, key.Trouble, key.Probe + "-") { Limit = 1000 }, CancellationToken.None);
        var known = KnownTrouble.Of(page.Rows).GetValueOrDefault(key.Trouble, KnownTrouble.None);
        Keep(key, known);
        return known;
    }

    /// <summary>Changes what is written of a host, if anything is to be changed.</summary>
    /// <param name="key">The host.</param>
    /// <param name="decide">
    /// From what is known to what is to be; null: nothing is left. The same again: nothing is written. Called again if another process was
    /// faster.
    /// </param>
    /// <param name="probe">The probe that ends with the change; null: none does.</param>
    /// <returns>What is known then; null: the probe is not this process's any more.</returns>
    /// <exception cref="StorageException">Storage does not take it.</exception>
    internal async Task<KnownTrouble?> ChangeAsync(
        HostKey key, Func<HostTrouble?, DateTimeOffset, HostTrouble?> decide, ProbeLease? probe = null)
    {
        var known = await GetAsync(key);
        for (var tries = 1; tries <= Tries; tries++)
        {
            var now = Timestamp.Cut(time.GetUtcNow());
            var after = decide(known.Trouble, now);
            if (after == known.Trouble && probe is null)
            {
                return known;
            }

            var stamp = entropy.NextName();
            var outcome = await writer.CommitAsync(key.Shard, new CommitPart(
                draft => Compose(draft, key, known, after, stamp, probe),
                after is null
                    ? Proof.Gone(key.Trouble)
                    : Proof.HasText(key.Trouble, KnownTrouble.StampColumn, stamp),
                Patience));
            if (outcome.Succeeded)
            {
                known = new KnownTrouble(
                    after,
                    after is null ? null : after == known.Trouble ? known.ETag : outcome.ETag(key.Trouble),
                    probe is null ? known.Probe : null,
                    probe is null ? known.ProbeETag : null);
                if (after is not null && known.ETag is null)
                {
                    return await ReadAsync(key);
                }

                Keep(key, known);
                return known;
            }

            known = await ReadAsync(key);
            if (probe is not null && known.Probe?.Holder != probe.Name)
            {
                return null;
            }
        }

        return known;
    }

    /// <summary>Tries to become the one that probes a half-open circuit.</summary>
    /// <returns>Null: another one does.</returns>
    internal async Task<ProbeLease?> TryProbeAsync(HostKey key, KnownTrouble known, TimeSpan cover)
    {
        var name = entropy.NextName();
        var until = DateTimeOffset.MinValue;
        var outcome = await writer.CommitAsync(key.Shard, new CommitPart(
            draft =>
            {
                // Under the ETag of the trouble: a circuit that has opened again or was closed in the meantime needs no probe.
                draft.Merge(key.Trouble, [], known.ETag);
                var probe = new HostProbe(name, until = draft.Now + cover);
                if (known.ProbeETag is { } dead)
                {
                    draft.Replace(key.Probe, probe.Write(), dead);
                }
                else
                {
                    draft.Insert(key.Probe, probe.Write());
                }
            },
            Proof.HasText(key.Probe, HostProbe.HolderColumn, name),
            Patience));

        // The merge has changed the ETag of the trouble, or somebody else's has.
        var found = await ReadAsync(key);
        return outcome.Succeeded && found.Probe?.Holder == name ? new ProbeLease(name, until) : null;
    }

    /// <summary>Lets a probe live on.</summary>
    /// <returns>Null: it is not this process's any more.</returns>
    internal async Task<ProbeLease?> RenewProbeAsync(HostKey key, ProbeLease probe, TimeSpan cover)
    {
        if (await ReadAsync(key) is not { Probe.Holder: var holder, ProbeETag: { } etag } || holder != probe.Name)
        {
            return null;
        }

        var until = DateTimeOffset.MinValue;
        var outcome = await writer.CommitAsync(key.Shard, new CommitPart(
            draft => draft.Replace(key.Probe, new HostProbe(probe.Name, until = draft.Now + cover).Write(), etag),
            new Proof(key.Probe, row => row is not null && HostProbe.Read(row) == new HostProbe(probe.Name, until)),
            Patience));
        await ReadAsync(key);
        return outcome.Succeeded ? probe with { Until = until } : null;
    }

    private static void Compose(
        CommitDraft draft, HostKey key, KnownTrouble known, HostTrouble? after, string stamp, ProbeLease? probe)
    {
        if (after is null)
        {
            if (known.ETag is not null)
            {
                draft.Delete(key.Trouble, known.ETag);
            }
        }
        else if (known.ETag is null)
        {
            draft.Insert(key.Trouble, after.Write().Merge(KnownTrouble.Stamped(stamp)));
            draft.Insert(HostUpkeep.KeyOf(key, after, draft.Now, stamp), []);
        }
        else
        {
            draft.Replace(key.Trouble, after.Write().Merge(KnownTrouble.Stamped(stamp)), known.ETag);
        }

        if (probe is not null)
        {
            draft.Delete(key.Probe, known.ProbeETag);
        }
    }

    private void Keep(HostKey key, KnownTrouble known)
    {
        var shard = _shards[key.Shard];
        lock (shard)
        {
            shard.Hosts[key.Trouble] = known;
            shard.Own[key.Trouble] = time.GetTimestamp();
        }
    }

    private async Task<Dictionary<string, KnownTrouble>> ReadAsync(int shard)
    {
        var began = time.GetTimestamp();
        var rows = new List<Row>();
        try
        {
            var query = RowQuery.Prefix(ShardMap.Partition(shard), Keys.HostStateRowPrefix);
            do
            {
                var page = await storage.Tables.ReadAsync(query, CancellationToken.None);
                rows.AddRange(page.Rows);
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }
        catch
        {
            lock (_shards[shard])
            {
                _shards[shard].Reading = null;
            }

            throw;
        }

        var found = KnownTrouble.Of(rows);
        lock (_shards[shard])
        {
            var (known, own) = (_shards[shard].Hosts, _shards[shard].Own);
            foreach (var (host, at) in own.ToList())
            {
                // What was written or read singly since this read began is newer.
                if (at < began)
                {
                    own.Remove(host);
                }
                else if (known.TryGetValue(host, out var newer))
                {
                    found[host] = newer;
                }
            }

            (_shards[shard].Hosts, _shards[shard].ReadAt, _shards[shard].Reading) = (found, began, null);
        }

        return found;
    }

    private sealed class Shard
    {
        public Dictionary<string, KnownTrouble> Hosts { get; set; } = new(StringComparer.Ordinal);

        public Dictionary<string, long> Own { get; } = new(StringComparer.Ordinal);

        public long? ReadAt { get; set; }

        public Task<Dictionary<string, KnownTrouble>>? Reading { get; set; }

        public KnownTrouble Of(HostKey key) => Hosts.GetValueOrDefault(key.Trouble, KnownTrouble.None);
    }
}

/// <summary>The rows of one host in trouble.</summary>
/// <param name="Trouble">Null: it is well.</param>
/// <param name="ETag">Of the row; null: there is none.</param>
/// <param name="Probe">Who probes it; null: nobody.</param>
/// <param name="ProbeETag">Of that row; null: there is none.</param>
internal sealed record KnownTrouble(HostTrouble? Trouble, string? ETag, HostProbe? Probe, string? ProbeETag)
{
    public const string StampColumn = "stamp";

    private const string ProbeEnd = "~probe";

    public static readonly KnownTrouble None = new(null, null, null, null);

    public static Columns Stamped(string stamp) => new() { { StampColumn, stamp } };

    /// <summary>By the key of the trouble's row.</summary>
    public static Dictionary<string, KnownTrouble> Of(IEnumerable<Row> rows)
    {
        var hosts = new Dictionary<string, KnownTrouble>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Key.EndsWith(ProbeEnd, StringComparison.Ordinal))
            {
                var host = row.Key[..^ProbeEnd.Length];
                hosts[host] = hosts.GetValueOrDefault(host, None) with { Probe = HostProbe.Read(row), ProbeETag = row.ETag };
            }
            else
            {
                hosts[row.Key] = hosts.GetValueOrDefault(row.Key, None) with { Trouble = HostTrouble.TryRead(row), ETag = row.ETag };
            }
        }

        return hosts;
    }
}

/// <summary>A probe that this process makes.</summary>
/// <param name="Name">Unique; what its row holds.</param>
/// <param name="Until">No lease of its attempt is longer.</param>
internal sealed record ProbeLease(string Name, DateTimeOffset Until);
