using JobScheduler.Hosts.Circuits;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosts;

/// <summary>The definitions of hosts.</summary>
public sealed class HostCatalog(
    RecordStore<HostRecord> records,
    RecordRow<HostRecord> rows,
    HostTroubles troubles,
    ShardMap map,
    IStorage storage,
    TimeProvider time,
    ILogger<HostCatalog> logger)
{
    /// <summary>Waiting runs are counted up to here in each shard.</summary>
    private const int MostCounted = 1000;

    /// <summary>Creates the definition or replaces it; processes follow within 5 s.</summary>
    /// <exception cref="RefusalException">Invalid definition; or the condition does not hold.</exception>
    public Task<Written<HostRecord>> PutAsync(
        Caller by, string host, HostDefinition definition, WriteCondition condition, CancellationToken cancellation)
    {
        var record = Checked(definition);
        return records.PutAsync(by, rows.KeyOf(by.Tenant, host), condition, found => ValueTask.FromResult(
            found.Old is not null && rows.IsSame(found.Old, record)
                ? RecordChange<HostRecord>.Nothing
                : new RecordChange<HostRecord>(record)), cancellation);
    }

    /// <summary>Changes the definition.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="host">The host.</param>
    /// <param name="change">The new definition; called again if another write was faster.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusalException">There is none; invalid definition; or the condition does not hold.</exception>
    public async Task<HostRecord> ChangeAsync(
        Caller by, string host, Func<HostRecord, HostDefinition> change, WriteCondition condition, CancellationToken cancellation) =>
        (await records.ChangeAsync(by, rows.KeyOf(by.Tenant, host), condition, found =>
        {
            var record = Checked(change(found.Old!));
            return ValueTask.FromResult(
                rows.IsSame(found.Old!, record) ? RecordChange<HostRecord>.Nothing : new RecordChange<HostRecord>(record));
        }, cancellation))!.Record;

    /// <summary>A host that has a definition or is in trouble, and how many runs wait for it.</summary>
    /// <exception cref="RefusalException">Neither.</exception>
    public async Task<HostSight> GetAsync(string tenant, string host, CancellationToken cancellation)
    {
        var key = HostKey.Of(map, tenant, host);
        var row = await storage.Tables.GetAsync(key.Partition, Keys.Host(tenant, host), cancellation);
        var record = row is null ? null : await rows.ReadAsync(rows.KeyOf(tenant, host), row, storage.Blobs, cancellation);
        var known = await troubles.ReadAsync(key);
        if (record is null && known.Trouble is null)
        {
            throw RefusalException.NotFound("host", host);
        }

        return new HostSight(host, record, StateOf(known.Trouble) with { Waiting = await WaitingAsync(key, cancellation) });
    }

    /// <summary>What is known of a host now.</summary>
    public async Task<HostState> StateAsync(string tenant, string host, CancellationToken cancellation)
    {
        var key = HostKey.Of(map, tenant, host);
        return StateOf((await troubles.ReadAsync(key)).Trouble) with { Waiting = await WaitingAsync(key, cancellation) };
    }

    /// <summary>The definition is gone at once; what is known of the host stays.</summary>
    /// <exception cref="RefusalException">There is none; or the condition does not hold.</exception>
    public async Task DeleteAsync(Caller by, string host, WriteCondition condition, CancellationToken cancellation)
    {
        await records.DeleteAsync(by, rows.KeyOf(by.Tenant, host), condition, null, cancellation);
        logger.HostDeleted(by.Tenant, host, by.Actor);
    }

    /// <summary>What the API shows of trouble.</summary>
    internal HostState StateOf(HostTrouble? trouble)
    {
        var now = time.GetUtcNow();
        return trouble is null
            ? new HostState(CircuitState.Closed)
            : new HostState(
                trouble.StateAt(now),
                trouble.Openings > 0 ? trouble.OpenUntil : null,
                trouble.HeldUntil > now ? trouble.HeldUntil : null,
                trouble.Openings > 0 ? trouble.Failures : 0,
                trouble.Openings > 0 ? trouble.Reason : null);
    }

    private static HostRecord Checked(HostDefinition definition)
    {
        var errors = new ErrorList();
        HostRules.Check(definition, errors);
        errors.ThrowIfAny();
        return new HostRecord { Definition = definition };
    }

    private async Task<int> WaitingAsync(HostKey key, CancellationToken cancellation)
    {
        var lines = await Task.WhenAll(Enumerable.Range(0, map.Count).Select(shard => storage.Tables.ReadAsync(
            RowQuery.Prefix(ShardMap.Partition(shard), Keys.HostLinePrefix(key.Tenant, key.Host)) with
            {
                From = Keys.HostLinePlaces(key.Tenant, key.Host),
                Limit = MostCounted,
                Select = [],
            },
            cancellation).AsTask()));
        return lines.Sum(line => line.Rows.Count);
    }
}

/// <summary>What is known of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Record">Null: it has no definition.</param>
/// <param name="State">What is known of it now.</param>
public sealed record HostSight(string Host, HostRecord? Record, HostState State);
