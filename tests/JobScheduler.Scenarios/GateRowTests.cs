using JobScheduler.Gates;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios;

/// <summary>
/// Many gates at one tick, by their rows: which slots and places go, and which stay. Runs that are no rows count as ended; one is
/// unfinished.
/// </summary>
public sealed class GateRowTests
{
    private const string Partition = "00";
    private const string Job = "job";

    private readonly World _world = new();
    private readonly List<RowOperation> _rows = [];
    private readonly List<string> _stay = [];
    private readonly HashSet<string> _alarms = [];
    private string _unfinished = "";
    private int _lastRun;

    [Fact]
    public void Slot_of_the_run_that_has_ended_goes_and_no_other() => Tick(() =>
    {
        for (var i = 0; i < 60; i++)
        {
            var gate = $"g{i:00}";
            var run = Run();
            switch (i % 6)
            {
                case 1:
                    Slot(gate, _unfinished, stays: true);
                    break;
                case 2:
                    // The slot is gone.
                    break;
                case 3:
                    Slot(gate, run);
                    Ended(gate, Run());
                    break;
                case 4:
                    Slot(gate, run);
                    Place(gate, Run());
                    break;
                case 5:
                    Slot(gate, _unfinished, stays: true);
                    Place(gate, run);
                    Place(gate, _unfinished, stays: true);
                    break;
                default:
                    Slot(gate, run);
                    break;
            }

            Ended(gate, run);
        }
    });

    /// <summary>No other tick comes in time for the second one.</summary>
    [Fact]
    public void Two_ended_runs_of_a_gate_are_done_with_at_one_tick() => Tick(() =>
    {
        for (var i = 0; i < 20; i++)
        {
            Free($"g{i:00}");
            Ended($"g{i:00}", Run());
        }
    });

    [Fact]
    public void Slots_that_nobody_waits_for_cost_a_read_and_two_commits() => Assert.InRange(
        Tick(() =>
        {
            for (var i = 0; i < 90; i++)
            {
                Free($"g{i:00}");
            }
        }),
        4,
        8);

    [Fact]
    public void Gates_in_a_stretch_of_several_pages_are_all_released() => Tick(() =>
    {
        for (var i = 0; i < 3500; i++)
        {
            var gate = $"g{i:0000}";
            if (i % 50 == 0)
            {
                Free(gate);
            }
            else
            {
                Slot(gate, _unfinished, stays: true);
            }
        }
    });

    /// <summary>The slot of a gate is seen, and its queue is on the next page, which then is another one's.</summary>
    [Fact]
    public void Gate_that_the_end_of_a_page_cuts_is_seen_with_its_queue()
    {
        for (var rows = StorageLimits.RowsPerPage - 4; rows <= StorageLimits.RowsPerPage + 1; rows++)
        {
            new GateRowTests().Cut(rows);
        }
    }

    [Fact]
    public void Queue_longer_than_a_page_hides_no_gate_behind_it() => Tick(() =>
    {
        for (var i = 0; i < 20; i++)
        {
            Free($"a{i:00}");
            Free($"z{i:00}");
        }

        Slot("m", _unfinished, stays: true);
        Ended("m", Run());
        for (var i = 0; i < 1500; i++)
        {
            Place("m", Run(), stays: true);
        }
    });

    private void Cut(int rowsBefore) => Tick(() =>
    {
        Free("a");
        for (var i = 1; i < rowsBefore; i++)
        {
            Slot($"b{i:0000}", _unfinished, stays: true);
        }

        var holder = Run();
        Slot("x", holder);
        Place("x", Run());
        Place("x", Run());
        Ended("x", holder);
        for (var i = 0; i < 20; i++)
        {
            Free($"z{i:00}");
        }
    });

    /// <summary>Writes the rows, lets the clock tick once, and compares what is left of gates with what has to stay.</summary>
    /// <returns>The calls of a tick of it.</returns>
    private int Tick(Action arrange)
    {
        var calls = 0;
        _world.Watched.IsStrict = false;
        var process = _world.Start();
        _world.Run(async () =>
        {
            await _world.WaitAsync(TimeSpan.FromMilliseconds(500));
            _unfinished = await new Client(_world).AcceptAsync(ScriptedHandler.Hang);

            // Half-way between two ticks: all alarms are of one.
            await _world.WaitAsync(TimeSpan.FromSeconds(30));
            arrange();
            Assert.InRange(_alarms.Count, 1, 100);
            var alarms = _rows.Where(row => _alarms.Contains(row.Key)).ToArray();
            var others = _rows.Where(row => !_alarms.Contains(row.Key));
            foreach (var some in others.Chunk(StorageLimits.OperationsPerCommit).Append(alarms))
            {
                Assert.True((await _world.Memory.Tables.CommitAsync(Partition, some, CancellationToken.None)).Succeeded);
            }

            var before = process.Storage.Calls.Count;
            await _world.WaitAsync(TimeSpan.FromSeconds(15));
            calls = process.Storage.Calls.Count - before;
        });
        var rows = _world.Memory.Rows(Partition).Select(row => row.Key).ToList();
        Assert.DoesNotContain(rows, _alarms.Contains);
        Assert.Equal(
            _stay.Order(StringComparer.Ordinal),
            rows.Where(key => key.StartsWith("G~", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(process.Log.Lines, line => line.Contains("cannot be acted on", StringComparison.Ordinal));
        return calls;
    }

    private void Free(string gate)
    {
        var run = Run();
        Slot(gate, run);
        Ended(gate, run);
    }

    private string Run() => RunId.Create(0, _world.Time.Now, (ulong)++_lastRun);

    private void Slot(string gate, string run, bool stays = false) =>
        Add(Keys.Slot(Client.Tenant, Job, gate), new Columns { { "run", run } }, stays);

    private void Place(string gate, string run, bool stays = false) =>
        Add(Keys.GatePlace(Client.Tenant, Job, gate, _world.Time.Now, run), [], stays);

    private void Ended(string gate, string run)
    {
        var alarm = new AlarmKey(_world.Time.Now, GateAlarm.Kind, run);
        _alarms.Add(alarm);
        Add(alarm, new Columns { { "tenant", Client.Tenant }, { "job", Job }, { "gate", gate }, { "record", run } }, stays: false);
    }

    private void Add(string key, Columns columns, bool stays)
    {
        _rows.Add(RowOperation.Insert(key, columns));
        if (stays)
        {
            _stay.Add(key);
        }
    }
}
