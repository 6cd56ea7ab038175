using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Processes on one storage, one clock, one thread and one seed: what happens, happens again in the same way.
/// </summary>
internal sealed class World
{
    private readonly List<(SimulatedContext Context, Action Work)> _ready = [];
    private readonly List<SimulatedProcess> _processes = [];

    // Over a long life many die, and each step looks at those that may crash.
    private readonly List<SimulatedProcess> _living = [];
    private readonly SimulatedContext _outside;
    private readonly Entropy _chance;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _next;

    public World(WorldOptions? options = null)
    {
        Options = options ?? new WorldOptions();
        Time = new VirtualTime(Options.Start);
        _chance = new SeededEntropy(Options.Seed);
        Memory = new MemoryStorage(Time);
        Watched = new WatchedStorage(Memory, Time) { LooksAtSchedules = !Options.IsLong };
        Far = new SlowStorage(Watched, Time, _chance, Options.Distance);
        _outside = new SimulatedContext(this);
    }

    public WorldOptions Options { get; }

    public VirtualTime Time { get; }

    public Journal Journal { get; } = new();

    public CallCounter Counter { get; } = new();

    public MemoryStorage Memory { get; }

    public WatchedStorage Watched { get; }

    public IStorage Far { get; }

    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    /// <summary>The oldest process that is alive and not frozen.</summary>
    public SimulatedProcess Alive => _processes.First(process => !process.Context.IsDead && !process.Context.IsFrozen);

    /// <summary>Whether a new process takes the place of one that dies.</summary>
    public bool Replaces { get; set; } = true;

    /// <summary>Whether what <see cref="ScriptedHandler.Broken"/> needs is there.</summary>
    public bool IsRepaired { get; set; }

    public SimulatedProcess Start(FaultPlan? plan = null, bool executes = true, ClockRole clock = ClockRole.Loops)
    {
        var process = new SimulatedProcess(this, $"p{_processes.Count + 1}", plan ?? FaultPlan.None, executes, clock);
        _processes.Add(process);
        _living.Add(process);
        return process;
    }

    public void Kill(SimulatedProcess process)
    {
        process.Die();
        if (Replaces)
        {
            Start();
        }
    }

    /// <summary>Runs a script to its end; time moves while it waits.</summary>
    public void Run(Func<Task> script, TimeSpan? patience = null)
    {
        var before = SynchronizationContext.Current;
        try
        {
            var done = Task.CompletedTask;
            _outside.Run(() => done = script());
            var until = Time.Now + (patience ?? TimeSpan.FromDays(30));
            while (!done.IsCompleted)
            {
                if (!Step(until))
                {
                    throw new TimeoutException($"the script did not end until {until:O}");
                }
            }

            done.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Waits on the world's clock.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Time);

    /// <summary>Waits until it holds, looking each 250 ms.</summary>
    public async Task UntilAsync(Func<bool> holds, TimeSpan patience)
    {
        for (var until = Time.Now + patience; !holds();)
        {
            // Telling a whole world takes long, and is for failures only.
            if (Time.Now >= until)
            {
                Assert.Fail($"did not come to hold within {patience}\n{this}");
            }

            await WaitAsync(TimeSpan.FromMilliseconds(250));
        }
    }

    public void Enqueue(SimulatedContext context, Action work)
    {
        // Everything hangs on this: a continuation on a thread of the pool would make two runs of one seed differ.
        if (Environment.CurrentManagedThreadId != _thread)
        {
            lock (_ready)
            {
                Watched.Findings.Add("the core left the one thread of the simulation: " + Environment.StackTrace);
            }
        }

        lock (_ready)
        {
            _ready.Add((context, work));
        }
    }

    public override string ToString() => string.Join('\n', Memory.Partitions
        .SelectMany(partition => Memory.Rows(partition)
            .Select(row => $"{partition} {row.Key} {string.Join(' ', row.Columns.Where(column => column.Key is "state" or "token"))}"))
        .Concat(Memory.QueueNames.SelectMany(queue => Memory.Messages(queue).Select(message => $"{queue} {message}")))
        .Concat(_processes.SelectMany(process => process.Log.Lines).Order(StringComparer.Ordinal))
        .Concat(_processes.SelectMany(process => process.Storage.Calls
            .Where(call => call.Fault != Fault.None)
            .Select(call => $"{process.Name}: {call}"))));

    private bool Step(DateTimeOffset until)
    {
        if (_next == _ready.Count)
        {
            _ready.Clear();
            _next = 0;
            return Time.FireNext(until) || _ready.Count > 0;
        }

        if (Options.Shuffles)
        {
            var other = _next + (int)(_chance.NextBits() % (ulong)(_ready.Count - _next));
            (_ready[_next], _ready[other]) = (_ready[other], _ready[_next]);
        }

        var (context, work) = _ready[_next++];
        context.Run(work);
        for (var i = 0; i < _living.Count; i++)
        {
            if (_living[i].Context.IsDead)
            {
                _living.RemoveAt(i--);
            }
            else if (_living[i].Storage.HasCrashed)
            {
                Kill(_living[i]);
            }
        }

        return true;
    }
}
