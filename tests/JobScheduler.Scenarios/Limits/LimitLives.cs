using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Limits;

/// <summary>The scripted lives of runs with limits; the slots are watched at every commit, by <see cref="LimitWatch"/>.</summary>
internal static class LimitLives
{
    private static readonly RetryPolicy Soon = new() { MaxAttempts = 2, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(5) };

    public static readonly IReadOnlyDictionary<string, Func<World, Client, Task>> All = new Dictionary<string, Func<World, Client, Task>>
    {
        ["limit of one"] = (_, client) => SubmitAsync(client, new Concurrency { Max = 1 }, ScriptedHandler.Ok, RunState.Succeeded),
        ["limit with retries"] = (_, client) =>
            SubmitAsync(client, new Concurrency { Max = 2 }, ScriptedHandler.Flaky, RunState.Succeeded),
        ["limit and lost attempts"] = (_, client) =>
            SubmitAsync(client, new Concurrency { Max = 2 }, ScriptedHandler.Kill, RunState.Succeeded, RunState.Failed),
        ["limit by key"] = (_, client) =>
            SubmitAsync(client, new Concurrency { Max = 1, Key = "/customer" }, ScriptedHandler.Ok, RunState.Succeeded),
        ["limit that skips"] = (_, client) => SubmitAsync(
            client, new Concurrency { Max = 1, OnLimit = OnLimit.Skip }, ScriptedHandler.Ok, RunState.Succeeded, RunState.Skipped),
        ["limit that cancels the oldest"] = (_, client) => SubmitAsync(
            client,
            new Concurrency { Max = 1, OnLimit = OnLimit.CancelOldest },
            ScriptedHandler.Ok,
            RunState.Succeeded,
            RunState.Canceled),
        ["limit and rate"] = (_, client) => SubmitAsync(
            client,
            new Concurrency { Max = 3 },
            ScriptedHandler.Ok,
            new JobRate { Limit = new Rate(2, 's'), Burst = 1, Key = "/customer" },
            RunState.Succeeded),
        ["group"] = (_, client) => GroupAsync(client, ScriptedHandler.Ok, RunState.Succeeded),
        ["group with retries"] = (_, client) => GroupAsync(client, ScriptedHandler.Flaky, RunState.Succeeded),
        ["group and lost attempts"] = (_, client) =>
            GroupAsync(client, ScriptedHandler.Kill, RunState.Succeeded, RunState.Failed),
        ["limit, canceled, paused and resumed"] = PauseAsync,
        ["limit and overlap rule"] = OverlapAsync,
        ["limit and callback"] = CallbackAsync,
    };

    private static Task SubmitAsync(Client client, Concurrency concurrency, string handler, params RunState[] states) =>
        SubmitAsync(client, concurrency, handler, null, states);

    private static async Task SubmitAsync(
        Client client, Concurrency concurrency, string handler, JobRate? rate, params RunState[] states)
    {
        await client.PutJobAsync(
            LimitPlay.Job, LimitPlay.Definition(concurrency, handler) with { Retry = Soon, Rate = rate });
        var runs = await client.AcceptManyAsync(
            [.. Enumerable.Range(0, 5).Select(i => LimitPlay.Request(2, $"\"customer\":{i % 2}") with { IdempotencyKey = $"run {i}" })]);
        foreach (var run in runs)
        {
            Assert.Contains((await client.UntilEndedAsync(run)).State, states);
        }
    }

    private static async Task GroupAsync(Client client, string handler, params RunState[] states)
    {
        await client.PutGroupAsync("group", 2);
        foreach (var job in (string[])["one", "two"])
        {
            await client.PutJobAsync(
                job, LimitPlay.Definition(new Concurrency { Max = 2, Group = "group" }, handler) with { Retry = Soon });
        }

        var runs = await client.AcceptManyAsync([.. Enumerable.Range(0, 6).Select(
            i => LimitPlay.Request(2) with { JobId = i % 2 == 0 ? "one" : "two", IdempotencyKey = $"run {i}" })]);
        foreach (var run in runs)
        {
            Assert.Contains((await client.UntilEndedAsync(run)).State, states);
        }
    }

    private static async Task PauseAsync(World world, Client client)
    {
        await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
        var runs = await client.AcceptManyAsync(
            [.. Enumerable.Range(0, 4).Select(i => LimitPlay.Request(3) with { IdempotencyKey = $"run {i}" })]);
        await client.PauseAsync(LimitPlay.Job);
        await CancelAsync(client, runs[2]);
        await world.WaitAsync(TimeSpan.FromSeconds(10));
        await client.ResumeAsync(LimitPlay.Job);
        foreach (var run in runs)
        {
            Assert.Contains((await client.UntilEndedAsync(run)).State, (RunState[])[RunState.Succeeded, RunState.Canceled]);
        }
    }

    private static async Task OverlapAsync(World world, Client client)
    {
        var definition = LimitPlay.Definition(new Concurrency { Max = 1 }) with { Input = new RawJson("""{"seconds":70}""") };
        await client.PutJobAsync(LimitPlay.Job, definition);
        await client.PutScheduleAsync(LimitPlay.Job, "minutely", new ScheduleDefinition
        {
            Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 3 },
            Policy = new SchedulePolicy { Overlap = OverlapRule.QueueAll, Misfire = MisfireRule.FireAll },
        });
        await client.UntilEndedAsync(await client.AcceptAsync(LimitPlay.Request(3) with { IdempotencyKey = "by hand" }));
        await world.WaitAsync(TimeSpan.FromMinutes(3));
    }

    private static async Task CallbackAsync(World world, Client client)
    {
        await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }, ScriptedHandler.Callback));
        var runs = await client.AcceptManyAsync(
            [.. Enumerable.Range(0, 2).Select(i => LimitPlay.Request(1) with { IdempotencyKey = $"run {i}" })]);
        foreach (var run in runs)
        {
            await client.UntilAsync(run, seen => seen.State.IsTerminal() || seen.Token.Kind == Shards.TokenKind.Limit);
            for (var seen = await client.GetAsync(run); !seen.State.IsTerminal(); seen = await client.GetAsync(run))
            {
                await CompleteAsync(client, run, seen.Attempt);
                await world.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
    }

    private static async Task CompleteAsync(Client client, string run, int fence)
    {
        try
        {
            await client.CompleteAsync(run, fence);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            // It was lost meanwhile, or the answer to an earlier try was.
        }
    }

    private static async Task CancelAsync(Client client, string run)
    {
        try
        {
            await client.CancelAsync(run);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            // It has ended.
        }
    }
}
