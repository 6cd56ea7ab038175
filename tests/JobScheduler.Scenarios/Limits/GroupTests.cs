using JobScheduler.Gates;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Limits;

/// <summary>Limits that jobs share, whose gates are in other shards than their runs.</summary>
public sealed class GroupTests
{
    private const string Group = "database";

    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void Group_lets_as_many_run_as_it_says_over_all_its_jobs_and_shards()
    {
        List<string> runs = [];
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 3);
            runs = await SubmitAsync(world, client, 4, 3, 10);
        });

        Assert.All(LimitPlay.Runs(world, runs), run => Assert.Equal(RunState.Succeeded, run.State));
        Assert.Equal(3, LimitPlay.MostAtOnce(world, runs));
        Assert.True(runs.Select(run => run[..2]).Distinct().Count() > 2);
        var ends = LimitPlay.Runs(world, runs).Select(run => run.End!.At).Order().ToList();
        Assert.All(
            world.Journal.Executions.Skip(3).Zip(ends), pair => Assert.InRange(pair.First.At - pair.Second, TimeSpan.Zero, AtOnce));
    }

    [Fact]
    public void Run_that_the_group_has_room_for_starts_at_once()
    {
        List<string> runs = [];
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 3);
            runs = await SubmitAsync(world, client, 3, 1, 5);
        });

        Assert.All(
            world.Journal.Executions.Zip(LimitPlay.Runs(world, runs)),
            pair => Assert.InRange(pair.First.At - pair.Second.Spec.DueAt, TimeSpan.Zero, AtOnce));
    }

    [Fact]
    public void Job_limit_is_taken_before_the_place_of_the_group()
    {
        List<string> runs = [];
        var world = Play(async (world, client) =>
        {
            await client.PutGroupAsync(Group, 3);
            foreach (var job in (string[])["a", "b"])
            {
                await client.PutJobAsync(job, LimitPlay.Definition(new Concurrency { Max = 1, Group = Group }));
            }

            foreach (var job in (string[])["a", "a", "a", "b"])
            {
                runs.Add(await client.AcceptAsync(LimitPlay.Request(10) with { JobId = job }));
            }
        });

        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded, 4 succeeded", LimitPlay.Story(world, runs));
        Assert.Equal(1, LimitPlay.MostAtOnce(world, runs[..3]));
        Assert.InRange(
            world.Journal.Executions.Single(execution => execution.Run == runs[3]).At - LimitPlay.Runs(world, runs)[3].Spec.DueAt,
            TimeSpan.Zero,
            AtOnce);
    }

    [Fact]
    public void Higher_priority_comes_first_of_those_that_wait()
    {
        List<string> runs = [];
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 1);
            runs = await SubmitAsync(world, client, 1, 2, 10);
            runs.Add(await client.AcceptAsync(LimitPlay.Request(10) with { JobId = "job-0", Priority = Priority.High }));
        });

        Assert.Equal([runs[0], runs[2], runs[1]], world.Journal.Executions.Select(execution => execution.Run));
    }

    [Fact]
    public void Lowered_and_raised_limit_holds_at_once()
    {
        List<string> runs = [];
        DateTimeOffset lowered = default, raised = default;
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 4);
            runs = await SubmitAsync(world, client, 4, 3, 20);
            await client.PutGroupAsync(Group, 1);
            lowered = world.Time.Now;
            await world.WaitAsync(TimeSpan.FromSeconds(50));
            await client.PutGroupAsync(Group, 6);
            raised = world.Time.Now;
        });

        // Four begin at first, one at 20 s, one at 40 s; at 50 s there is room for all.
        Assert.Equal(4, world.Journal.Executions.Count(execution => execution.At < lowered));
        Assert.Equal(2, world.Journal.Executions.Count(execution => execution.At > lowered && execution.At < raised));
        Assert.Equal(5, world.Journal.Executions.Count(
            execution => execution.At > raised && execution.At - raised < TimeSpan.FromSeconds(1)));
    }

    /// <summary>GATES, interleaving 5.</summary>
    [Fact]
    public void Place_of_a_run_that_is_canceled_between_grant_and_claim_is_free_within_a_second()
    {
        List<string> runs = [];
        var world = Play(
            async (world, client) =>
            {
                await PutAsync(client, 1);

                // Workers are taken by others, so that the grant is not followed by a claim.
                await client.AcceptManyAsync([.. Enumerable.Range(0, 2).Select(_ => Client.Request(ScriptedHandler.Ok, seconds: 30))]);
                await world.WaitAsync(TimeSpan.FromSeconds(1));
                runs = await SubmitAsync(world, client, 1, 2, 5);
                await world.WaitAsync(TimeSpan.FromSeconds(2));
                Assert.Equal(runs[0], Assert.Single((await UseAsync(client)).Holders).RunId);
                await client.CancelAsync(runs[0]);
                await world.WaitAsync(TimeSpan.FromSeconds(1));
                Assert.Equal(runs[1], Assert.Single((await UseAsync(client)).Holders).RunId);
            },
            new WorldOptions { Shards = 8, Workers = 2 });

        Assert.Equal("1 canceled canceled, 2 succeeded", LimitPlay.Story(world, runs));
    }

    /// <summary>GATES, interleaving 2: the insert of a try that is over comes once more.</summary>
    [Fact]
    public void Late_repeat_of_the_insert_of_a_dead_ticket_keeps_no_place()
    {
        List<string> runs = [];
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 1);
            RowOperation? insert = null;
            world.Watched.Refuses = operation =>
            {
                var isWaiter = operation.Action == RowAction.Insert && operation.Key.Contains("~w~", StringComparison.Ordinal);
                insert ??= isWaiter ? operation : null;
                return false;
            };
            runs = await SubmitAsync(world, client, 1, 1, 2);
            await client.UntilEndedAsync(runs[0]);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            var home = world.Memory.Partitions.Single(
                name => world.Memory.Rows(name).Any(row => row.Key.StartsWith("P~", StringComparison.Ordinal)));
            Assert.True((await world.Memory.Tables.CommitAsync(home, [insert!], CancellationToken.None)).Succeeded);

            // Whoever comes next finds the dead one before it.
            runs.AddRange(await SubmitAsync(world, client, 1, 2, 2));
            await world.WaitAsync(TimeSpan.FromSeconds(30));
        });

        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded", LimitPlay.Story(world, runs));
        Assert.Equal(3, world.Journal.Executions.Count);
        Assert.InRange(
            world.Journal.Executions[1].At - LimitPlay.Runs(world, runs)[1].Spec.DueAt, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Use_shows_who_has_and_waits_for_places_and_why_names_them()
    {
        List<string> runs = [];
        GroupUse? use = null;
        WhyWaiting? why = null;
        Play(async (world, client) =>
        {
            await PutAsync(client, 2);
            runs = await SubmitAsync(world, client, 2, 2, 30);
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            use = await UseAsync(client);
            why = await client.AskAsync<RunReader, WhyWaiting>(
                reader => reader.WhyAsync(Client.Tenant, runs[3], CancellationToken.None));
        });

        Assert.Equal(runs[..2], use!.Holders.Select(holder => holder.RunId));
        Assert.Equal(runs[2..], use.Waiters);
        Assert.Equal(2, use.Waiting);
        var blocker = Assert.Single(why!.Blockers);
        Assert.Equal((BlockerKind.Group, 2), (blocker.Kind, why.Position));
        Assert.Equal(runs[..2], blocker.HeldBy);
    }

    [Fact]
    public void Job_cannot_name_a_group_that_does_not_exist() => Play(async (_, client) =>
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(
            () => client.PutJobAsync("job", LimitPlay.Definition(new Concurrency { Group = "nobody" })));
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
    });

    /// <summary>GATES, interleaving 11: no call for each that waits, and another group's run starts at once.</summary>
    [Fact]
    public void Flood_of_one_group_does_not_hold_up_another()
    {
        var last = "";
        var world = Play(async (world, client) =>
        {
            await PutAsync(client, 1);
            await client.PutGroupAsync("other", 1);
            await client.PutJobAsync("other", LimitPlay.Definition(new Concurrency { Group = "other" }));
            await client.AcceptManyAsync([.. Enumerable.Range(0, 500).Select(_ => LimitPlay.Request(0.1) with { JobId = "job-0" })]);
            last = await client.AcceptAsync(LimitPlay.Request(1) with { JobId = "other" });
        });

        var run = world.Watched.Runs["R~" + last];
        Assert.InRange(
            world.Journal.Executions.Single(execution => execution.Run == last).At - run.Spec.DueAt,
            TimeSpan.Zero,
            TimeSpan.FromSeconds(1));
    }

    private static World Play(Func<World, Client, Task> script, WorldOptions? options = null) =>
        LimitPlay.Play(script, options ?? new WorldOptions { Shards = 8 });

    private static Task<GroupUse> UseAsync(Client client) => client.AskAsync<GroupCatalog, GroupUse>(
        catalog => catalog.UseAsync(Client.Tenant, Group, CancellationToken.None));

    private static async Task PutAsync(Client client, int max)
    {
        await client.PutGroupAsync(Group, max);
        for (var job = 0; job < 4; job++)
        {
            await client.PutJobAsync($"job-{job}", LimitPlay.Definition(new Concurrency { Group = Group }));
        }
    }

    private static async Task<List<string>> SubmitAsync(World world, Client client, int jobs, int each, double seconds)
    {
        var runs = new List<string>();
        for (var i = 0; i < each; i++)
        {
            for (var job = 0; job < jobs; job++)
            {
                runs.Add(await client.AcceptAsync(LimitPlay.Request(seconds) with { JobId = $"job-{job}" }));
                await world.WaitAsync(TimeSpan.FromMilliseconds(30));
            }
        }

        return runs;
    }
}
