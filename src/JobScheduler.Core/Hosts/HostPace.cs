using JobScheduler.Hosts.Circuits;
using JobScheduler.Hosts.Permits;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Hosts;

/// <summary>How many of those who wait for a host could call it now, and what the others wait for: for lines, and for <c>why</c>.</summary>
public sealed class HostPace(HostGate gate, HostTroubles troubles, HostOptions options, ShardMap map, IStorage storage, TimeProvider time)
{
    /// <summary>A line may send so many ahead: they come into their turn within a second.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    /// <summary>Looks at the host: at its circuit and hold as this process knows them, at its budget if it is limited.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<HostOutlook> LookAsync(string tenant, string host)
    {
        var key = HostKey.Of(map, tenant, host);
        var terms = await gate.TermsAsync(tenant, host);
        var known = await troubles.GetAsync(key);
        var now = time.GetUtcNow();
        if (known.Trouble?.Held(now, options.LongestHold) is { } held)
        {
            return new HostOutlook(BlockerKind.Held, held, 0) { Reason = "has asked to be left alone (Retry-After)" };
        }

        if (terms.Circuit is not null && known.Trouble is { Openings: > 0 } trouble)
        {
            var reason = $"failed {trouble.Failures} times, the last time: {trouble.Reason}";
            return trouble.IsOpen(now) ? new HostOutlook(BlockerKind.Circuit, trouble.OpenUntil, 0) { Reason = reason }
                : new HostOutlook(BlockerKind.Circuit, null, known.Probe?.IsAlive(now) == true ? 0 : 1) { Reason = reason };
        }

        if (!terms.IsLimited)
        {
            return HostOutlook.Free;
        }

        var budget = HostBudget.Read(await storage.Tables.GetAsync(key.Partition, key.Budget, CancellationToken.None));
        if (terms.Rate is { } rate && budget.StartsAt(rate, now) < 1)
        {
            return Limited(BlockerKind.Rate, budget.NextStart(terms, now), budget, terms, now);
        }

        return terms.Max is { } max && budget.CallsAt(now) >= max
            ? Limited(BlockerKind.Host, null, budget, terms, now)
            : Limited(terms.Rate is null ? BlockerKind.Host : BlockerKind.Rate, null, budget, terms, now);
    }

    private static HostOutlook Limited(BlockerKind kind, DateTimeOffset? until, HostBudget budget, HostTerms terms, DateTimeOffset now)
    {
        var starts = terms.Rate is not { } rate ? int.MaxValue
            : until - now > Ahead ? 0
            : (int)Math.Min(budget.StartsAt(rate, now) + Math.Max(1, rate.PerSecond * Ahead.TotalSeconds), 100_000);

        // Those under way end; a block may be leased by a process that has nothing more to call.
        var calls = terms.Max is { } max ? Math.Max(0, max - budget.CallsAt(now)) + max : int.MaxValue;
        return new HostOutlook(kind, until, Math.Min(starts, calls))
        {
            Reason = kind == BlockerKind.Rate ? "is called as often as its rate allows" : $"is called {terms.Max} times at once, its limit",
        };
    }
}

/// <summary>What those who wait for a host wait for.</summary>
/// <param name="Blocker">What stops them.</param>
/// <param name="Until">When it is worth looking again; null: soon.</param>
/// <param name="Room">How many could come now.</param>
public sealed record HostOutlook(BlockerKind Blocker, DateTimeOffset? Until, int Room)
{
    /// <summary>Nothing stops them.</summary>
    public static readonly HostOutlook Free = new(BlockerKind.Host, null, int.MaxValue) { Reason = "was busy" };

    /// <summary>What the host does, for people.</summary>
    public string Reason { get; init; } = "";
}
