using JobScheduler.Hosts.Circuits;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Hosts;

/// <summary>The list of hosts: those with a definition, and those that are in trouble without one.</summary>
public sealed class HostLists(RecordRow<HostRecord> rows, HostCatalog catalog, ShardMap map, IStorage storage, TimeProvider time)
{
    private const string Name = "hosts";

    /// <summary>A page of hosts by name, merged over the shards.</summary>
    /// <exception cref="RefusalException">The continuation is not one of this list.</exception>
    public Task<Page<HostSight>> ReadAsync(string tenant, PageRequest page, CancellationToken cancellation) =>
        FullPage.ReadAsync(
            Name,
            page,
            FullPage.LargestFor(2 * map.Count),
            time,
            (after, size, patience) => ScanAsync(tenant, after, size, patience, cancellation),
            (HostRows found) => SeeAsync(tenant, found, cancellation),
            (found, _) => found.Rows.Sum(row => (long)JsonSize.Of(row)));

    private async ValueTask<HostSight?> SeeAsync(string tenant, HostRows found, CancellationToken cancellation)
    {
        var trouble = found.Trouble is null ? null : HostTrouble.TryRead(found.Trouble);
        var record = found.Definition is null
            ? null
            : await rows.ReadAsync(rows.KeyOf(tenant, found.Host), found.Definition, storage.Blobs, cancellation);
        var state = catalog.StateOf(trouble);
        var isWell = state is { Circuit: CircuitState.Closed, HeldUntil: null };
        return record is null && isWell ? null : new HostSight(found.Host, record, state);
    }

    private async Task<Scan<HostRows>> ScanAsync(
        string tenant, string? after, int size, Patience patience, CancellationToken cancellation)
    {
        string[] prefixes = [Keys.HostPrefix(tenant), Keys.HostStatePrefix(tenant)];
        var scans = await Task.WhenAll(
            from prefix in prefixes
            from shard in Enumerable.Range(0, map.Count)
            select ReadAsync(ShardMap.Partition(shard), prefix, after, size, patience, cancellation));

        // What follows a page that is not the last one of its range is unknown, so the merged rows end there.
        var horizon = scans.Select(scan => scan.End).OfType<string>().Min(StringComparer.Ordinal);
        var hosts = scans.SelectMany(scan => scan.Rows)
            .Where(found => !found.Host.Contains('~') && (horizon is null || string.CompareOrdinal(found.Host, horizon) <= 0))
            .GroupBy(found => found.Host, StringComparer.Ordinal)
            .OrderBy(host => host.Key, StringComparer.Ordinal)
            .Select(host => (host.Key, new HostRows(
                host.Key,
                host.Select(found => found.Row).FirstOrDefault(row => row.Key.StartsWith(prefixes[0], StringComparison.Ordinal)),
                host.Select(found => found.Row).FirstOrDefault(row => row.Key.StartsWith(prefixes[1], StringComparison.Ordinal)))));
        return new Scan<HostRows>([.. hosts], horizon);
    }

    private async Task<(List<(string Host, Row Row)> Rows, string? End)> ReadAsync(
        string partition, string prefix, string? after, int size, Patience patience, CancellationToken cancellation)
    {
        var found = await PatientRead.ReadAsync(
            storage.Tables,
            RowQuery.Prefix(partition, prefix) with
            {
                From = after is null ? prefix : prefix + after + "-",
                Limit = size,
                Bytes = FullPage.BytesFor(2 * map.Count),
            },
            patience,
            cancellation);
        return ([.. found.Rows.Select(row => (row.Key[prefix.Length..], row))], found.End?[prefix.Length..]);
    }

    /// <summary>The rows of one host.</summary>
    private sealed record HostRows(string Host, Row? Definition, Row? Trouble)
    {
        public IEnumerable<Row> Rows => new[] { Definition, Trouble }.OfType<Row>();
    }
}
