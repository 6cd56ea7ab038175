using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>What happens to runs that wait in the line of their host.</summary>
public sealed class LineTests
{
    private readonly HostWorld _host = new(new WorldOptions { Shards = 2 });

    [Fact]
    public void Queue_timeout_cancel_and_deletion_of_the_job_reach_runs_in_the_line()
    {
        _host.World.Start();
        _host.World.Run(async () =>
        {
            await OpenAsync();
            var expires = await _host.SubmitAsync(
                1, HostWorld.Request(timeouts: new Timeouts { Queue = TimeSpan.FromSeconds(10) }));
            var canceled = await _host.SubmitAsync(1);
            await _host.Client.PutJobAsync("job", new JobDefinition { Target = HostWorld.Request().Target! });
            var deleted = await _host.Client.AcceptAsync(new RunRequest { JobId = "job" });
            var waits = await _host.SubmitAsync(1);
            await _host.World.UntilAsync(() => _host.Waiting == 4, TimeSpan.FromSeconds(8));

            await _host.Client.CancelAsync(canceled[0]);
            await _host.Client.DeleteJobAsync("job");
            Assert.Equal(RunState.Canceled, (await _host.Client.UntilEndedAsync(deleted, TimeSpan.FromSeconds(5))).State);
            var expired = await _host.Client.UntilEndedAsync(expires[0], TimeSpan.FromSeconds(12));
            Assert.Equal((RunState.Expired, RunReasons.QueueTimeout), (expired.State, expired.Reason));
            Assert.InRange(expired.End!.At - expired.Spec.DueAt, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
            Assert.Equal(RunState.Canceled, (await _host.Client.GetAsync(canceled[0])).State);
            Assert.Equal(1, _host.Waiting);
            Assert.Equal(RunState.Succeeded, (await _host.Client.UntilEndedAsync(waits[0], TimeSpan.FromMinutes(2))).State);
        });
        Assert.Empty(_host.World.Watched.Findings);
    }

    [Fact]
    public void Waiting_costs_the_same_however_many_wait_and_the_release_a_few_calls_per_message()
    {
        _host.World.Start();
        _host.World.Run(async () =>
        {
            await OpenAsync();
            await _host.SubmitAsync(2_000);
            await _host.World.UntilAsync(() => _host.Waiting == 2_000, TimeSpan.FromSeconds(15));

            // While it is open.
            _host.World.Counter.Clear();
            await _host.World.WaitAsync(TimeSpan.FromSeconds(8));
            TestContext.Current.TestOutputHelper?.WriteLine($"open: {_host.World.Counter.Total} calls in 8 s");
            Assert.InRange(_host.World.Counter.Total, 0, 40);

            _host.World.Counter.Clear();
            await _host.World.UntilAsync(() => _host.Calls.Count == 2_010, TimeSpan.FromMinutes(3));
            await _host.World.WaitAsync(TimeSpan.FromSeconds(3));
            TestContext.Current.TestOutputHelper?.WriteLine($"released: {_host.World.Counter.Total / 2000.0} calls per run");
            Assert.InRange(_host.World.Counter.Total, 0, 2_000);
        });
        Assert.Empty(_host.World.Watched.Findings);
    }

    [Fact]
    public void One_call_probes_a_half_open_circuit_even_if_its_process_dies()
    {
        for (var i = 0; i < 3; i++)
        {
            _host.World.Start();
        }

        _host.World.Run(async () =>
        {
            await OpenAsync();
            var runs = await _host.SubmitAsync(30);
            await _host.World.UntilAsync(() => _host.Waiting == 30, TimeSpan.FromSeconds(15));
            var isDead = false;
            _host.Answers = async call =>
            {
                if (!isDead)
                {
                    isDead = true;
                    _host.World.Kill(_host.World.Processes.First(process => process.Name == call.Node));
                    await call.TakeAsync(1000);
                }

                await call.TakeAsync(1);
                return HostWorld.Ok;
            };
            foreach (var run in runs)
            {
                await _host.Client.UntilEndedAsync(run, TimeSpan.FromMinutes(10));
            }

            // The one that died, the one that took its place, and only then the others.
            var calls = _host.Calls.Skip(10).ToList();
            Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(60), "probed again while the first probe could be alive");
            Assert.True(calls[2].At >= calls[1].EndedAt, "it was called while it was probed");
        });
        Assert.Empty(_host.World.Watched.Findings);
    }

    [Fact]
    public void Line_whose_head_is_lost_still_moves()
    {
        _host.World.Start();
        _host.World.Run(async () =>
        {
            await OpenAsync();
            var runs = await _host.SubmitAsync(4);
            await _host.World.UntilAsync(() => _host.Waiting == 4, TimeSpan.FromSeconds(15));
            foreach (var partition in _host.World.Memory.Partitions.ToList())
            {
                var heads = _host.World.Memory.Rows(partition).Where(row => row.Key.EndsWith("~-", StringComparison.Ordinal));
                foreach (var row in heads.ToList())
                {
                    await _host.World.Memory.Tables.CommitAsync(
                        partition, [RowOperation.Delete(row.Key)], CancellationToken.None);
                }
            }

            foreach (var run in runs)
            {
                await _host.Client.UntilEndedAsync(run, TimeSpan.FromMinutes(5));
            }
        });
    }

    /// <summary>Ten calls fail: the circuit is open for half a minute.</summary>
    private async Task OpenAsync()
    {
        _host.Answers = static _ => Task.FromResult(HostWorld.Status(500));
        await _host.SubmitAsync(10);
        await _host.World.UntilAsync(() => _host.Calls.Count == 10, TimeSpan.FromSeconds(20));
        await _host.World.WaitAsync(TimeSpan.FromSeconds(1));
        _host.Answers = static _ => Task.FromResult(HostWorld.Ok);
    }
}
