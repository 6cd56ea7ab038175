namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Where the code of one simulated process goes on: everything is queued to the one thread of the world. The work of a frozen
/// process is kept until it thaws, that of a dead one is dropped.
/// </summary>
internal sealed class SimulatedContext(World world) : SynchronizationContext
{
    private readonly List<Action> _kept = [];

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("one thread cannot wait for itself");

    public override SynchronizationContext CreateCopy() => this;

    public void Post(Action work) => world.Enqueue(this, work);

    public void Run(Action work)
    {
        if (IsDead)
        {
            return;
        }

        if (IsFrozen)
        {
            _kept.Add(work);
            return;
        }

        SetSynchronizationContext(this);
        work();
    }

    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        _kept.ForEach(Post);
        _kept.Clear();
    }

    public void Die() => IsDead = true;
}
