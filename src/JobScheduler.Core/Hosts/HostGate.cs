using System.Collections.Concurrent;
using JobScheduler.Hosts.Circuits;
using JobScheduler.Hosts.Permits;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosts;

/// <summary>
/// Whether calls to a host may be made: its circuit, its hold, its rate, its limit of calls at once. Asked before a run is claimed, so that
/// a run that has to wait uses up no attempt, and once more just before the call.
/// </summary>
public sealed class HostGate(
    RecordCache<HostRecord> definitions,
    HostTroubles troubles,
    HostOptions options,
    ShardMap map,
    IStorage storage,
    ShardWriter writer,
    Entropy entropy,
    TimeProvider time,
    ILogger<HostGate> logger)
{
    /// <summary>A later hold is written if it is later by more than this; never for each answer.</summary>
    public static readonly TimeSpan HoldStep = TimeSpan.FromSeconds(1);

    /// <summary>While another one probes, until it is worth asking again.</summary>
    private static readonly TimeSpan WhileProbed = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Tenant, string Host), LocalHost> _hosts = new();

    // Of this life of the process: one of the same name may have left blocks that its attempts still use.
    private readonly string _holder = entropy.NextName();

    /// <summary>How the host may be called; at most 5 s old.</summary>
    public async ValueTask<HostTerms> TermsAsync(string tenant, string host) =>
        HostTerms.Of((await definitions.GetAsync(tenant, host, CancellationToken.None)).Record?.Definition, options);

    /// <summary>Takes permits for up to so many calls.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="host">The host.</param>
    /// <param name="wanted">1 or more.</param>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<HostTurn> TakeAsync(string tenant, string host, int wanted)
    {
        var local = Local(tenant, host);
        var terms = await TermsAsync(tenant, host);
        var known = await troubles.GetAsync(local.Key);
        var now = time.GetUtcNow();
        if (Stops(known.Trouble, local, terms, now) is { } wait)
        {
            return new HostTurn([], wait);
        }

        if (terms.Circuit is null || known.Trouble?.IsHalfOpen(now) != true)
        {
            return terms.IsLimited ? await FromLedgerAsync(local, terms, wanted) : new HostTurn(Unlimited(wanted), null);
        }

        // One call finds out whether the host is well; those that come with it wait for what it finds.
        var later = new HostWait(BlockerKind.Circuit, now + WhileProbed, IsShort: false);
        if (known.Probe?.IsAlive(now) == true
            || await troubles.TryProbeAsync(local.Key, known, PermitTimes.CoverFor(TimeSpan.Zero)) is not { } probe)
        {
            return new HostTurn([], later);
        }

        var permit = new HostPermit(null, null, time.GetTimestamp()) { Probe = probe };
        _ = KeepProbeAsync(local, permit);
        return new HostTurn([permit], wanted == 1 ? null : later);
    }

    /// <summary>Whether the call may start now: its window has not passed, and the host has not got into trouble since.</summary>
    public async Task<bool> StartAsync(string tenant, string host, HostPermit permit)
    {
        var local = Local(tenant, host);
        var terms = await TermsAsync(tenant, host);
        var now = time.GetUtcNow();
        return permit.Probe is not null
            || (Stops(troubles.Known(local.Key), local, terms, now) is null && await permit.StartAsync());
    }

    /// <summary>The call has ended, or was never made: the permit is free, and what the host answered is taken to heart.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="host">The host.</param>
    /// <param name="permit">The permit.</param>
    /// <param name="answer">What the end of the call says about the host.</param>
    /// <param name="retryAfter">For how long it asked to be left alone.</param>
    /// <param name="reason">What happened, for people.</param>
    public async Task EndAsync(
        string tenant, string host, HostPermit permit, HostAnswer answer, TimeSpan? retryAfter = null, string? reason = null)
    {
        permit.Free();
        var local = Local(tenant, host);
        try
        {
            var terms = await TermsAsync(tenant, host);
            if (permit.Probe is { } probe)
            {
                local.Probe = null;
                await EndProbeAsync(local, terms, probe, answer, reason);
            }
            else if (terms.Circuit is { } circuit)
            {
                await CountAsync(local, circuit, answer, reason);
            }

            if (answer == HostAnswer.Busy)
            {
                await HoldAsync(local, retryAfter ?? TimeSpan.Zero);
            }
        }
        catch (StorageException error)
        {
            // This process knows; the others learn it from their own calls.
            logger.HostNotWritten(error, tenant, host);
        }
    }

    private HostWait? Stops(HostTrouble? trouble, LocalHost local, HostTerms terms, DateTimeOffset now)
    {
        var held = trouble?.Held(now, options.LongestHold);
        var own = local.HeldUntil > now && local.HeldUntil <= now + options.LongestHold ? local.HeldUntil : (DateTimeOffset?)null;
        if (held is not null || own is not null)
        {
            var until = own > held || held is null ? own!.Value : held.Value;
            return new HostWait(BlockerKind.Held, until, IsShort: until - now <= HoldStep);
        }

        return terms.Circuit is not null && trouble?.IsOpen(now) == true
            ? new HostWait(BlockerKind.Circuit, trouble.OpenUntil, IsShort: false)
            : null;
    }

    private static async Task<HostTurn> FromLedgerAsync(LocalHost local, HostTerms terms, int wanted)
    {
        var (permits, wait) = await local.Ledger.TakeAsync(terms, wanted);
        return new HostTurn(permits, wait);
    }

    private List<HostPermit> Unlimited(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new HostPermit(null, null, time.GetTimestamp()))];

    private async Task CountAsync(LocalHost local, CircuitTerms circuit, HostAnswer answer, string? reason)
    {
        var now = time.GetElapsedTime(0);
        var failures = 0;
        lock (local.Calls)
        {
            if (answer == HostAnswer.Well)
            {
                local.Calls.Succeeded(circuit, now);
            }
            else if (answer == HostAnswer.Failed && (failures = local.Calls.Failed(circuit, now)) > 0)
            {
                local.Calls.Clear();
            }
        }

        if (failures == 0)
        {
            return;
        }

        // Open already: calls that were under way have failed, too. Half-open: the probe decides.
        var opened = await troubles.ChangeAsync(local.Key, (before, at) =>
            before is { Openings: > 0 } ? before : HostTrouble.Opened(before, circuit, failures, reason, at));
        logger.CircuitOpened(local.Key.Tenant, local.Key.Host, failures, reason, opened?.Trouble?.OpenUntil);
    }

    private async Task EndProbeAsync(LocalHost local, HostTerms terms, ProbeLease probe, HostAnswer answer, string? reason)
    {
        var ended = await troubles.ChangeAsync(
            local.Key,
            (before, at) => answer switch
            {
                HostAnswer.None => before,
                HostAnswer.Failed when terms.Circuit is { } circuit =>
                    HostTrouble.Opened(before, circuit, before?.Failures ?? 1, reason, at),
                _ => HostTrouble.Closed(before, at),
            },
            probe);
        lock (local.Calls)
        {
            local.Calls.Clear();
        }

        if (ended is not null)
        {
            logger.CircuitProbed(local.Key.Tenant, local.Key.Host, answer, ended.Trouble?.OpenUntil);
        }
    }

    /// <summary>Held back at once in this process; written if it is news, one write at a time.</summary>
    private async Task HoldAsync(LocalHost local, TimeSpan retryAfter)
    {
        var now = Timestamp.Cut(time.GetUtcNow());
        var until = now + (retryAfter < options.LongestHold ? retryAfter : options.LongestHold);
        lock (local.Calls)
        {
            local.HeldUntil = local.HeldUntil > until && local.HeldUntil <= now + options.LongestHold ? local.HeldUntil : until;
            if (local.IsHolding || local.HeldUntil - local.HoldWritten <= HoldStep)
            {
                return;
            }

            local.IsHolding = true;
        }

        try
        {
            while (true)
            {
                var latest = local.HeldUntil;
                await troubles.ChangeAsync(local.Key, (before, _) => before?.HeldUntil is { } written && latest - written <= HoldStep
                    ? before
                    : (before ?? new HostTrouble()) with { HeldUntil = latest });
                lock (local.Calls)
                {
                    local.HoldWritten = latest;
                    if (local.HeldUntil - latest <= HoldStep)
                    {
                        local.IsHolding = false;
                        return;
                    }
                }
            }
        }
        catch
        {
            lock (local.Calls)
            {
                local.IsHolding = false;
            }

            throw;
        }
    }

    /// <summary>A probe that takes long keeps its row; without it, its lease is not renewed.</summary>
    private async Task KeepProbeAsync(LocalHost local, HostPermit permit)
    {
        for (local.Probe = permit; ;)
        {
            await Task.Delay(PermitTimes.Renewal, time);
            if (local.Probe != permit)
            {
                return;
            }

            try
            {
                var cover = PermitTimes.CoverFor(time.GetElapsedTime(permit.TakenAt));
                if (await troubles.RenewProbeAsync(local.Key, permit.Probe!, cover) is { } renewed)
                {
                    permit.Probe = renewed;
                }
            }
            catch (StorageException error)
            {
                logger.HostNotWritten(error, local.Key.Tenant, local.Key.Host);
            }
        }
    }

    private LocalHost Local(string tenant, string host) => _hosts.GetOrAdd((tenant, host), name =>
    {
        var key = HostKey.Of(map, name.Tenant, name.Host);
        return new LocalHost(key, new HostLedger(key, _holder, storage, writer, entropy, time));
    });

    /// <summary>What this process knows of one host by itself.</summary>
    private sealed class LocalHost(HostKey key, HostLedger ledger)
    {
        public HostKey Key => key;

        public HostLedger Ledger => ledger;

        public CallWindow Calls { get; } = new();

        public DateTimeOffset HeldUntil { get; set; }

        public DateTimeOffset HoldWritten { get; set; }

        public bool IsHolding { get; set; }

        public HostPermit? Probe { get; set; }
    }
}
