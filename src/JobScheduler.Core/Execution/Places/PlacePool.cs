using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>
/// The places of one pool, and who gets the next: pure, neither waits nor locks. A free place goes, in this order:
/// <list type="number">
/// <item>to nobody for whom it is not meant: a share is reserved for <c>high</c>, and in the pool of calls whoever holds much leaves
/// room for those that come anew;</item>
/// <item>to those first whose job, host and tenant hold less than half of the places, as long as others wait;</item>
/// <item>to those that had no turn for very long; otherwise to the queue that has had the least for its weight (high 8, normal 3, low 1,
/// suspect 1);</item>
/// <item>in it to the tenant whose last turn is longest ago, then in the same way to one of its hosts, one of the jobs, and one of the
/// values by which the job's runs take turns, and of that to the run that came first.</item>
/// </list>
/// Nothing is taken from those that have a place, and no place stays free for which somebody waits for whom it is meant.
/// </summary>
internal sealed class PlacePool
{
    /// <summary>A host takes a place only while it holds less than this many times what is free: alone it takes three quarters.</summary>
    private const int MostOfHost = 3;

    /// <summary>As for a host: a tenant alone takes 15 of 16 places.</summary>
    private const int MostOfTenant = 15;

    /// <summary>In turns for each that waits and each place: more than five times what the least weight needs.</summary>
    private const int ForgottenAfter = 64;

    private readonly Dictionary<PlaceKey, LinkedList<PlaceRequest>> _waiting = [];
    private readonly PlaceHolders _tenants = new(key => new("", key.Tenant, null, default));
    private readonly PlaceHolders _hosts = new(key => key.Class.IsCall ? new("", "", null, key.Class) : null);
    private readonly PlaceHolders _jobs = new(key => key.Job is null ? null : new("", key.Tenant, key.Job, default));

    // Turns are within a queue, and those of a host within its tenant: what it gets elsewhere must not cost it its turn here.
    private readonly PlaceHolders _turnsOfTenants = new(key => new(key.Queue, key.Tenant, null, default));
    private readonly PlaceHolders _turnsOfHosts = new(key => new(key.Queue, key.Tenant, null, key.Class));
    private readonly PlaceHolders _turnsOfJobs = new(key => key with { Value = null });
    private readonly PlaceHolders _turnsOfValues = new(key => key);
    private readonly PlaceHolders[] _halves;
    private readonly PlaceHolders[] _all;
    private readonly bool _leavesRoom;

    private readonly List<Weight> _weights =
        [new(QueueNames.High, 8), new(QueueNames.Normal, 3), new(QueueNames.Low, 1), new(QueueNames.Suspect, 1)];

    private long _turn;
    private int _heldByHigh;
    private int _held;

    /// <param name="size">How many places it has.</param>
    /// <param name="leavesRoom">Whether places stay free for hosts and tenants that come anew: those of calls, which only wait.</param>
    public PlacePool(int size, bool leavesRoom)
    {
        Size = size;
        Reserved = size < 2 ? 0 : Math.Max(1, size / 8);
        _leavesRoom = leavesRoom;
        _halves = [_tenants, _hosts, _jobs];
        _all = [.. _halves, _turnsOfTenants, _turnsOfHosts, _turnsOfJobs, _turnsOfValues];
    }

    public int Size { get; }

    /// <summary>How many only <c>high</c> may take: an eighth, at least 1; none of a pool of 1.</summary>
    public int Reserved { get; }

    /// <summary>What one job, host or tenant may hold while others wait: half, at least 1.</summary>
    public int Half => Math.Max(1, Size / 2);

    public int Free => Size - _held;

    /// <summary>On whose accounts places are wanted.</summary>
    public IEnumerable<PlaceKey> Waiting => _waiting.Keys;

    public void Wait(PlaceRequest request)
    {
        if (!_waiting.TryGetValue(request.Key, out var line))
        {
            _waiting[request.Key] = line = [];
        }

        // Those that come anew have their turn after those that wait, and in the order in which they came.
        _turn += line.Count == 0 ? 1 : 0;
        line.AddLast(request);
        Array.ForEach(_all, holders => holders.Wait(request.Key, 1, _turn));
    }

    /// <summary>It waits no longer.</summary>
    public void Leave(PlaceRequest request)
    {
        if (_waiting.TryGetValue(request.Key, out var line) && line.Remove(request))
        {
            if (line.Count == 0)
            {
                _waiting.Remove(request.Key);
            }

            Array.ForEach(_all, holders => holders.Wait(request.Key, -1, _turn));
        }
    }

    /// <summary>Gives a place to the next one.</summary>
    /// <param name="suspects">Whether a suspect may have one.</param>
    /// <returns>Who got it; null: nobody waits for whom one is free.</returns>
    public PlaceRequest? Serve(bool suspects = true)
    {
        if (Free == 0 || _waiting.Count == 0)
        {
            return null;
        }

        var meant = _waiting.Keys.Where(key => (suspects || key.Queue != QueueNames.Suspect) && IsMeantFor(key)).ToList();
        var below = meant.FindAll(key => !IsOverHalf(key, meant));
        var candidates = below.Count > 0 ? below : meant;
        if (candidates.Count == 0)
        {
            return null;
        }

        var forgotten = candidates.FindAll(IsForgotten);
        var queue = NextQueue(forgotten.Count > 0 ? forgotten : candidates);
        var next = candidates.FindAll(key => WeightOf(key.Queue) == queue && (forgotten.Count == 0 || forgotten.Contains(key)))
            .MinBy(key => (
                _turnsOfTenants.LastTurnOf(key),
                _turnsOfHosts.LastTurnOf(key),
                _turnsOfJobs.LastTurnOf(key),
                _turnsOfValues.LastTurnOf(key)));
        var request = _waiting[next].First!.Value;
        _turn++;
        Array.ForEach(_all, holders => holders.Take(next, _turn));
        Leave(request);
        _held++;
        _heldByHigh += next.IsHigh ? 1 : 0;
        queue.Used += 1.0 / queue.Share;
        return request;
    }

    /// <summary>Gives a place back.</summary>
    public void Release(PlaceKey key)
    {
        _held--;
        _heldByHigh -= key.IsHigh ? 1 : 0;
        Array.ForEach(_all, holders => holders.Release(key));
    }

    /// <summary>Whether a place is free that this one may have, if nobody else waits.</summary>
    public bool IsMeantFor(PlaceKey key)
    {
        var room = key.IsHigh ? Free : Math.Min(Free, Size - Reserved - (_held - _heldByHigh));
        return room > 0
            && (!_leavesRoom || (_hosts.HeldBeside(key) < MostOfHost * room && _tenants.HeldBeside(key) < MostOfTenant * room));
    }

    /// <summary>Whether its job, host or tenant holds half while another one waits for the same places.</summary>
    private bool IsOverHalf(PlaceKey key, List<PlaceKey> waiting) => Array.Exists(_halves, holders =>
        holders.HeldBy(key) >= Half && waiting.Exists(other => holders.NameOf(other) != holders.NameOf(key)));

    /// <summary>
    /// Whether it has had no turn for much longer than its weight explains. Where some of a queue may have places and others not, because
    /// theirs hold half, the queue can have had its share without those.
    /// </summary>
    private bool IsForgotten(PlaceKey key) => _turn - _turnsOfValues.LastTurnOf(key) > ForgottenAfter * (_waiting.Count + (long)Size);

    /// <summary>Of the queues that wait, the one that has had the least for its weight (stride scheduling).</summary>
    private Weight NextQueue(List<PlaceKey> candidates)
    {
        var waiting = candidates.Select(key => WeightOf(key.Queue)).ToHashSet();
        var next = waiting.MinBy(weight => (weight.Used, -weight.Share))!;

        // A queue that could have nothing for a long time must not claim all that it did not use.
        foreach (var weight in _weights.Where(weight => !waiting.Contains(weight) && weight.Used < next.Used))
        {
            weight.Used = next.Used;
        }

        return next;
    }

    private Weight WeightOf(string queue) => _weights.Find(weight => weight.Queue == queue) ?? _weights[1];

    /// <summary>What one queue is to have, and has had.</summary>
    private sealed class Weight(string queue, int share)
    {
        public string Queue { get; } = queue;

        public int Share { get; } = share;

        public double Used { get; set; }
    }
}
