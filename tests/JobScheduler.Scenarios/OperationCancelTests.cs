using JobScheduler.Operations;
using JobScheduler.Scenarios.Operations;
using JobScheduler.Scenarios.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

/// <summary>A cancel at each point of an operation, with and without the death of the process that carries it out.</summary>
public sealed class OperationCancelTests
{
    private Func<Task> _meanwhile = () => Task.CompletedTask;
    private int _steps;

    [Fact]
    public void Cancel_at_each_point_lets_the_step_under_way_finish_and_counts_it()
    {
        var points = EachPoint(crashes: false, (client, id) => client.CancelOperationAsync(id), (sweep, operation) =>
        {
            Assert.Equal(OperationState.Canceled, operation.State);
            Assert.Equal(sweep.Touched.Distinct().Count(), sweep.Touched.Count);
            Assert.Equal(sweep.Touched.Count, operation.Done);

            // A page that was not being touched is not begun; one that was is finished.
            var page = sweep.TouchedBefore / SweepOperation.PerPage * SweepOperation.PerPage;
            Assert.Contains(sweep.Touched.Count, sweep.WasTouching ? [page, page + SweepOperation.PerPage] : new[] { sweep.TouchedBefore });
            Assert.True(sweep.Touched.Count >= sweep.TouchedBefore);
        });
        Assert.Equal(18, points);
    }

    [Fact]
    public void Cancel_and_crash_at_each_point_starts_nothing_further_and_never_counts_too_much()
    {
        EachPoint(crashes: true, (client, id) => client.CancelOperationAsync(id), CheckCrashed);
    }

    [Fact]
    public void Crash_at_each_point_and_cancel_before_the_clock_goes_on_starts_nothing_further()
    {
        EachPoint(crashes: true, (_, _) => Task.CompletedTask, CheckCrashed, cancelsLater: true);
    }

    [Fact]
    public void Crash_at_each_point_loses_and_repeats_no_count()
    {
        EachPoint(crashes: true, (_, _) => Task.CompletedTask, (sweep, operation) =>
        {
            Assert.Equal((OperationState.Succeeded, SweepOperation.Records), (operation.State, operation.Done));
            Assert.Equal(SweepOperation.Records, sweep.Touched.Distinct().Count());
        });
    }

    [Fact]
    public void Cancel_between_steps_is_answered_at_once_and_alike_when_asked_again()
    {
        Play(async (world, client) =>
        {
            var steps = await StartAsync(world, client);
            await world.WaitAsync(TimeSpan.FromSeconds(2.5));
            var canceled = await client.CancelOperationAsync(steps.Id);
            var done = canceled.Done;
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            var again = await client.CancelOperationAsync(steps.Id);

            Assert.Equal((OperationState.Canceled, done, canceled.EndedAt), (again.State, again.Done, again.EndedAt));
            Assert.InRange(done, 2, 4);
            Assert.Equal(done, _steps);
        });
    }

    [Fact]
    public void Cancel_while_the_last_step_is_under_way_wins_and_the_step_is_counted()
    {
        Play(async (world, client) =>
        {
            _meanwhile = () => world.WaitAsync(TimeSpan.FromSeconds(5));
            var started = await client.StartAsync(CountdownOperation.From(1));
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(1, _steps);

            var canceled = await client.CancelOperationAsync(started.Id);
            Assert.Equal((OperationState.Canceled, 0), (canceled.State, canceled.Done));
            await world.WaitAsync(TimeSpan.FromSeconds(5));

            var seen = await client.OperationAsync(started.Id);
            Assert.Equal((OperationState.Canceled, 1, canceled.EndedAt), (seen.State, seen.Done, seen.EndedAt));
        });
    }

    [Fact]
    public void Cancel_while_a_step_is_failing_ends_it_as_canceled_without_an_error()
    {
        Play(async (world, client) =>
        {
            _meanwhile = () => throw new InvalidOperationException("no");
            var started = await client.StartAsync(CountdownOperation.From(9));
            await world.WaitAsync(TimeSpan.FromSeconds(7));
            await client.CancelOperationAsync(started.Id);
            await world.WaitAsync(TimeSpan.FromMinutes(3));

            var seen = await client.OperationAsync(started.Id);
            Assert.Equal((OperationState.Canceled, null, 2), (seen.State, seen.Error, _steps));
        });
    }

    [Fact]
    public void Cancel_of_what_has_ended_otherwise_or_is_not_there_is_refused()
    {
        Play(async (world, client) =>
        {
            var started = await client.StartAsync(CountdownOperation.From(1));
            await client.UntilOperationEndedAsync(started.Id);
            Assert.Equal(
                RefusalKind.Conflict, (await Assert.ThrowsAsync<RefusalException>(() => client.CancelOperationAsync(started.Id))).Kind);
            Assert.Equal(
                RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(() => client.CancelOperationAsync("nothing"))).Kind);
            await Assert.ThrowsAsync<RefusalException>(() => client.AskAsync<OperationBoard, Operation>(
                board => board.CancelAsync(new Caller("other", "me"), started.Id, CancellationToken.None)));
        });
    }

    [Fact]
    public void Canceled_operation_is_kept_for_seven_days_and_then_leaves_nothing()
    {
        Play(isLong: true, script: async (world, client) =>
        {
            var started = await client.StartAsync(CountdownOperation.From(100));
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            await client.CancelOperationAsync(started.Id);
            await world.WaitAsync(TimeSpan.FromDays(6.9));
            Assert.Equal(OperationState.Canceled, (await client.OperationAsync(started.Id)).State);
            await world.WaitAsync(TimeSpan.FromDays(0.2));
            Assert.DoesNotContain(world.Memory.Rows("00"), row => row.Key.Contains(started.Id, StringComparison.Ordinal));
        });
    }

    private static void CheckCrashed(Sweep sweep, Operation operation)
    {
        Assert.Equal(OperationState.Canceled, operation.State);

        // What the dead process had begun and not written down is missing from the count: a page at most.
        Assert.InRange(operation.Done, sweep.Touched.Count - SweepOperation.PerPage, sweep.Touched.Count);
        Assert.InRange(sweep.Touched.Count, sweep.TouchedBefore, sweep.TouchedBefore + SweepOperation.PerPage);
    }

    private static async Task<Operation> StartAsync(World world, Client client)
    {
        var started = await client.StartAsync(CountdownOperation.From(100));
        await world.WaitAsync(TimeSpan.FromMilliseconds(100));
        return started;
    }

    /// <summary>Lets something happen at the first point of a sweep, in another world at the second one, and so on.</summary>
    /// <returns>How many points there are.</returns>
    private static int EachPoint(
        bool crashes, Func<Client, string, Task> happens, Action<Sweep, Operation> check, bool cancelsLater = false)
    {
        for (var point = 1; ; point++)
        {
            World? world = null;
            Client? client = null;
            var id = "";
            var sweep = new Sweep(point, HappensAsync);
            world = new World(new WorldOptions
            {
                // Long enough for the cancel after a crash to come before the next process goes on.
                TakeOverAfter = TimeSpan.FromMinutes(1),
                Adds = services => services.AddSingleton<IOperation>(new SweepOperation(sweep)),
            });
            world.Start();
            var other = world.Start(executes: false, clock: ClockRole.None);
            client = new Client(world, other);
            world.Run(async () =>
            {
                await world.WaitAsync(TimeSpan.FromSeconds(1));
                id = (await client.StartAsync(SweepOperation.Start)).Id;
                await world.UntilAsync(() => sweep.Happened || sweep.Touched.Count == SweepOperation.Records, TimeSpan.FromMinutes(1));
                await world.WaitAsync(TimeSpan.FromSeconds(5));
                if (cancelsLater && sweep.Happened)
                {
                    await client.CancelOperationAsync(id);
                }

                await world.WaitAsync(TimeSpan.FromMinutes(5));
                var operation = await client.OperationAsync(id);
                if (sweep.Happened)
                {
                    check(sweep, operation);
                }
                else
                {
                    Assert.Equal((OperationState.Succeeded, SweepOperation.Records), (operation.State, operation.Done));
                }
            });
            Assert.Empty(world.Watched.Findings);
            if (!sweep.Happened)
            {
                return point - 1;
            }

            async Task HappensAsync()
            {
                await happens(client!, id);
                if (crashes)
                {
                    world!.Kill(world.Processes[0]);
                    await Task.Yield();
                }
            }
        }
    }

    private void Play(Func<World, Client, Task> script, bool isLong = false)
    {
        var world = new World(new WorldOptions
        {
            IsLong = isLong,
            Adds = services => services.AddSingleton<IOperation>(new CountdownOperation(_ =>
            {
                _steps++;
                return _meanwhile();
            })),
        });
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            await script(world, new Client(world));
        });
        Assert.Empty(world.Watched.Findings);
    }
}
