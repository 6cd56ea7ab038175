namespace JobScheduler.Execution;

/// <summary>
/// The jobs, or the hosts, or the tenants that hold places of a pool or wait for one: how many each holds, and when it had its last turn.
/// </summary>
/// <param name="nameOf">The part of a key that names one of them; null: none, so that nothing is counted.</param>
internal sealed class PlaceHolders(Func<PlaceKey, PlaceKey?> nameOf)
{
    private readonly Dictionary<PlaceKey, Holder> _holders = [];

    public PlaceKey? NameOf(PlaceKey key) => nameOf(key);

    /// <summary>How many places it holds.</summary>
    public int HeldBy(PlaceKey key) => Find(key)?.Held ?? 0;

    /// <summary>
    /// How many places it holds of those that this one competes for: what it has by <c>high</c> must not keep its other runs waiting.
    /// </summary>
    public int HeldBeside(PlaceKey key) => Find(key) is { } holder ? holder.Held - (key.IsHigh ? 0 : holder.HeldByHigh) : 0;

    /// <summary>When it had its last turn, or joined: who comes anew takes its turn after those that wait.</summary>
    public long LastTurnOf(PlaceKey key) => Find(key)?.LastTurn ?? 0;

    public void Wait(PlaceKey key, int more, long turn)
    {
        if (nameOf(key) is { } name)
        {
            if (!_holders.TryGetValue(name, out var holder))
            {
                _holders[name] = holder = new Holder { LastTurn = turn };
            }

            holder.Waiting += more;
            Forget(name, holder);
        }
    }

    public void Take(PlaceKey key, long turn)
    {
        if (nameOf(key) is { } name && _holders.TryGetValue(name, out var holder))
        {
            holder.Held++;
            holder.HeldByHigh += key.IsHigh ? 1 : 0;
            holder.LastTurn = turn;
        }
    }

    public void Release(PlaceKey key)
    {
        if (nameOf(key) is { } name && _holders.TryGetValue(name, out var holder))
        {
            holder.Held--;
            holder.HeldByHigh -= key.IsHigh ? 1 : 0;
            Forget(name, holder);
        }
    }

    private Holder? Find(PlaceKey key) => nameOf(key) is { } name ? _holders.GetValueOrDefault(name) : null;

    private void Forget(PlaceKey name, Holder holder)
    {
        if (holder is { Held: 0, Waiting: 0 })
        {
            _holders.Remove(name);
        }
    }

    private sealed class Holder
    {
        public int Held { get; set; }

        public int HeldByHigh { get; set; }

        public int Waiting { get; set; }

        public long LastTurn { get; set; }
    }
}
