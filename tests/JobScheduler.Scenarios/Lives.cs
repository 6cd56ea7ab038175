using JobScheduler.Runs;
using JobScheduler.Scenarios.Limits;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>The scripted lives of runs, each told as if nothing ever failed; what must hold in the end must hold whatever fails.</summary>
internal static class Lives
{
    private static readonly RetryPolicy Soon = new() { MaxAttempts = 2, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(5) };

    private static readonly Dictionary<string, Func<World, Client, Task>> Runs = new()
    {
        ["immediate"] = async (_, client) =>
            await EndsAsync(client, await client.AcceptAsync(ScriptedHandler.Ok, seconds: 1), RunState.Succeeded),
        ["delayed"] = async (_, client) =>
            await EndsAsync(client, await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(5)), RunState.Succeeded),
        ["bulk"] = BulkAsync,
        ["idempotent"] = IdempotentAsync,
        ["retry soon"] = async (_, client) =>
            await EndsAsync(client, await client.AcceptAsync(ScriptedHandler.Flaky, times: 1, retry: Soon), RunState.Succeeded),
        ["retry later, dead letter, redrive"] = DeadAsync,
        ["cancel waiting"] = CancelWaitingAsync,
        ["cancel running"] = CancelRunningAsync,
        ["lost once"] = async (_, client) =>
            await EndsAsync(client, await client.AcceptAsync(ScriptedHandler.Kill, times: 1), RunState.Succeeded, RunState.Failed),
        ["lost for good"] = async (_, client) =>
            await EndsAsync(client, await client.AcceptAsync(ScriptedHandler.Kill, times: 9), RunState.Failed),
        ["handed back"] = HandBackAsync,
        ["handed back by its handler"] = PoliteAsync,
        ["saved state"] = async (_, client) => await SavedAsync(client, times: 0),
        ["saved state, lost"] = async (_, client) => await SavedAsync(client, times: 1),
        ["callback"] = CallbackAsync,
        ["callback too late"] = CallbackTooLateAsync,
        ["pause and resume"] = PauseAsync,
        ["pause and withdraw"] = WithdrawAsync,
        ["delete a job"] = DeleteJobAsync,
        ["redrive many"] = RedriveManyAsync,
        ["queue timeout"] = QueueTimeoutAsync,
        ["run timeout"] = async (_, client) => await EndsAsync(
            client,
            await client.AcceptAsync(ScriptedHandler.Hang, retry: Soon, timeouts: new Timeouts { Run = TimeSpan.FromSeconds(30) }),
            RunState.Failed),
    };

    public static readonly IReadOnlyDictionary<string, Func<World, Client, Task>> All =
        Runs.Concat(ScheduleLives.All).Concat(LimitLives.All).ToDictionary();

    private static async Task<RunRecord> EndsAsync(Client client, string id, params RunState[] states)
    {
        var run = await client.UntilEndedAsync(id);
        Assert.Contains(run.State, states);
        return run;
    }

    private static async Task BulkAsync(World world, Client client)
    {
        var ids = await client.AcceptManyAsync([.. Enumerable.Range(0, 40).Select(_ => Client.Request(ScriptedHandler.Ok))]);
        foreach (var id in ids)
        {
            await EndsAsync(client, id, RunState.Succeeded);
        }
    }

    private static async Task IdempotentAsync(World world, Client client)
    {
        var request = Client.Request(ScriptedHandler.Ok) with { IdempotencyKey = "once" };
        var ids = await Task.WhenAll(client.AcceptAsync(request), client.AcceptAsync(request));
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(ids[0], await client.AcceptAsync(request));
        await EndsAsync(client, ids[0], RunState.Succeeded);
        var other = await Assert.ThrowsAsync<RefusalException>(() => client.AcceptAsync(request with { Name = "other" }));
        Assert.Equal(RefusalKind.Invalid, other.Kind);
        Assert.Single(world.Watched.Runs);
    }

    private static async Task DeadAsync(World world, Client client)
    {
        var retry = new RetryPolicy { MaxAttempts = 2, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromMinutes(2) };
        var id = await client.AcceptAsync(ScriptedHandler.Flaky, times: 9, retry: retry);
        await client.UntilAsync(id, run => run.State is RunState.Retrying or RunState.Failed);
        var dead = await EndsAsync(client, id, RunState.Failed);
        string? again = null;
        try
        {
            again = (await client.RedriveAsync(id)).Id;
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            // An earlier try of this call took effect, and its answer was lost.
        }

        Assert.Equal(RunState.Failed, dead.State);
        Assert.True(again is not null || world.Watched.Runs.Count == 2);
    }

    private static async Task CancelWaitingAsync(World world, Client client)
    {
        var id = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(5));
        await client.CancelAsync(id);
        await EndsAsync(client, id, RunState.Canceled);
        Assert.Equal(0, world.Journal.CountOf(id));
    }

    private static async Task CancelRunningAsync(World world, Client client)
    {
        // Under a key, or a try whose answer was lost would hang for ever.
        var id = await client.AcceptAsync(Client.Request(ScriptedHandler.Hang) with { IdempotencyKey = "hang" });
        await client.UntilAsync(id, run => run.State == RunState.Running);
        await client.CancelAsync(id);
        await EndsAsync(client, id, RunState.Canceled);
    }

    /// <summary>A later attempt goes on where an acknowledged save left off; a storage error may fail an attempt.</summary>
    private static async Task SavedAsync(Client client, int times)
    {
        var id = await client.AcceptAsync(ScriptedHandler.Saving, times: times, retry: Soon);
        var run = await EndsAsync(client, id, RunState.Succeeded, RunState.Failed);
        Assert.NotEqual("forgotten", run.End?.Error?.Type);
    }

    private static async Task PoliteAsync(World world, Client client)
    {
        var id = await client.AcceptAsync(ScriptedHandler.Polite);
        await client.UntilAsync(id, run => run.State == RunState.Running);
        var old = world.Alive;
        world.Start();
        try
        {
            await old.StopAsync();
        }
        catch (ProcessDiedException)
        {
            // A fault killed it on the way.
        }

        // Storage may fail an attempt; the stop must not.
        await EndsAsync(client, id, RunState.Succeeded);
        Assert.DoesNotContain(
            await client.AttemptsAsync(id),
            attempt => attempt.Error?.Type.EndsWith("CanceledException", StringComparison.Ordinal) == true);
    }

    private static async Task HandBackAsync(World world, Client client)
    {
        var id = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 120);
        await client.UntilAsync(id, run => run.State == RunState.Running);
        var old = world.Alive;
        world.Start();
        try
        {
            await old.StopAsync();
        }
        catch (ProcessDiedException)
        {
            // A fault killed it on the way.
        }

        await EndsAsync(client, id, RunState.Succeeded);
    }

    private static async Task CallbackAsync(World world, Client client)
    {
        var timeouts = new Timeouts { Run = TimeSpan.FromMinutes(10), Heartbeat = TimeSpan.FromSeconds(40) };
        var id = await client.AcceptAsync(ScriptedHandler.Callback, retry: Soon, timeouts: timeouts);
        for (var beat = 0; beat < 60; beat++)
        {
            var run = await client.UntilAsync(id, run => run.State == RunState.Running || run.State.IsTerminal());
            if (run.State.IsTerminal())
            {
                break;
            }

            try
            {
                _ = beat % 4 == 3
                    ? await client.CompleteAsync(id, run.Attempt) is null
                    : await client.HeartbeatAsync(id, run.Attempt, beat / 60.0);
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
            {
                // Its executor has not let go yet, or the answer to an earlier try was lost.
            }

            await world.WaitAsync(TimeSpan.FromSeconds(15));
        }

        await EndsAsync(client, id, RunState.Succeeded, RunState.Failed);
    }

    private static async Task CallbackTooLateAsync(World world, Client client)
    {
        var id = await client.AcceptAsync(
            ScriptedHandler.Callback, retry: Soon with { MaxAttempts = 1 }, timeouts: new Timeouts { Run = TimeSpan.FromSeconds(30) });
        await EndsAsync(client, id, RunState.Failed);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => client.CompleteAsync(id, 1));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    private static JobDefinition Job(string handler) => new() { Target = new HandlerTarget { Name = handler } };

    private static async Task PauseAsync(World world, Client client)
    {
        await client.PutJobAsync("job", Job(ScriptedHandler.Ok));
        await client.PauseAsync("job");
        await world.WaitAsync(TimeSpan.FromSeconds(6));
        var id = await client.AcceptAsync(new RunRequest { JobId = "job" });
        await world.WaitAsync(TimeSpan.FromSeconds(90));
        Assert.Equal(0, world.Journal.CountOf(id));
        await client.ResumeAsync("job");
        await EndsAsync(client, id, RunState.Succeeded);
    }

    private static async Task WithdrawAsync(World world, Client client)
    {
        await client.PutJobAsync("job", Job(ScriptedHandler.Ok));
        var id = await client.AcceptAsync(new RunRequest { JobId = "job", After = TimeSpan.FromMinutes(30) });
        await client.PauseAsync("job", world.Time.Now + TimeSpan.FromMinutes(5), withdraw: true);
        await EndsAsync(client, id, RunState.Canceled);
        await world.WaitAsync(TimeSpan.FromMinutes(6));
        await EndsAsync(client, await client.AcceptAsync(new RunRequest { JobId = "job" }), RunState.Succeeded);
    }

    private static async Task DeleteJobAsync(World world, Client client)
    {
        await client.PutJobAsync("job", Job(ScriptedHandler.Ok));
        var id = await client.AcceptAsync(new RunRequest { JobId = "job", After = TimeSpan.FromMinutes(30) });
        try
        {
            await client.DeleteJobAsync("job");
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            // An earlier try of this call took effect, and its answer was lost.
        }

        await EndsAsync(client, id, RunState.Canceled);
        await world.UntilAsync(() => world.Memory.Rows("00").All(row => row.Key[0] is not ('J' or 'V')), TimeSpan.FromMinutes(10));
    }

    private static async Task RedriveManyAsync(World world, Client client)
    {
        var once = new RetryPolicy { MaxAttempts = 1 };
        var request = Client.Request(ScriptedHandler.Broken) with { Retry = once, Priority = Priority.Low };
        var ids = await client.AcceptManyAsync(
            [.. Enumerable.Range(0, 4).Select(number => request with { IdempotencyKey = $"key-{number}" })]);
        foreach (var id in ids)
        {
            await EndsAsync(client, id, RunState.Failed);
        }

        world.IsRepaired = true;
        await world.WaitAsync(TimeSpan.FromSeconds(1));
        await client.RedriveManyAsync(new DeadLetterRedrive { Max = 100, Rate = new Rate(2, 's'), Canary = 1 });
        await Oracles.RestAsync(world, TimeSpan.FromMinutes(10));
        Assert.Equal(ids.Order(), world.Watched.Runs.Values.Select(run => run.Spec.RedriveOf).OfType<string>().Order());
        Assert.Equal(ids.Count, world.Watched.Runs.Values.Count(run => run.State == RunState.Succeeded));
    }

    private static async Task QueueTimeoutAsync(World world, Client client)
    {
        await client.PutJobAsync("job", Job(ScriptedHandler.Ok) with { Timeouts = new Timeouts { Queue = TimeSpan.FromSeconds(90) } });
        await client.PauseAsync("job");
        await world.WaitAsync(TimeSpan.FromSeconds(6));
        var id = await client.AcceptAsync(new RunRequest { JobId = "job" });
        await EndsAsync(client, id, RunState.Expired);
        Assert.Equal(0, world.Journal.CountOf(id));
    }
}
