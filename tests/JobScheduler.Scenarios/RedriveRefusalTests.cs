using JobScheduler.DeadLetters;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Redrives of many after a job was mended, deleted, or when somebody else was faster.</summary>
public sealed class RedriveRefusalTests
{
    private static readonly JobDefinition Broken = new()
    {
        Target = new HandlerTarget { Name = ScriptedHandler.Broken },
        Retry = new RetryPolicy { MaxAttempts = 1 },
    };

    private static readonly JobDefinition Mended = Broken with { Target = new HandlerTarget { Name = ScriptedHandler.Ok } };

    [Theory]
    [InlineData(DefinitionChoice.Current, RunState.Succeeded, 2)]
    [InlineData(DefinitionChoice.Original, RunState.Failed, 1)]
    public void Many_run_with_the_definition_that_was_asked_for(DefinitionChoice definition, RunState state, int version)
    {
        Play(async (world, client) =>
        {
            var dead = await DieAsync(world, client, "mended", 3);
            await client.PutJobAsync("mended", Mended);

            var redrive = await client.RedriveManyAsync(new DeadLetterRedrive { JobId = "mended", Definition = definition });
            var ended = await client.UntilOperationEndedAsync(redrive.Id);
            await world.WaitAsync(TimeSpan.FromMinutes(1));

            Assert.Equal((OperationState.Succeeded, 3, 0), (ended.State, ended.Done, ended.Refused));
            var again = (await RunsAsync(client, "mended")).Where(run => run.Spec.RedriveOf is not null).ToList();
            Assert.Equal(dead.Order(), again.Select(run => run.Spec.RedriveOf!).Order());
            Assert.All(again, run => Assert.Equal((state, version), (run.State, run.Spec.JobVersion)));
        });
    }

    [Theory]
    [InlineData(DefinitionChoice.Current)]
    [InlineData(DefinitionChoice.Original)]
    public void Dead_letters_of_a_deleted_job_are_refused_and_stay(DefinitionChoice definition)
    {
        Play(async (world, client) =>
        {
            var dead = await DieAsync(world, client, "deleted", 12);
            await DieAsync(world, client, "kept", 2);
            await client.DeleteJobAsync("deleted");
            await world.WaitAsync(TimeSpan.FromMinutes(1));

            var redrive = await client.RedriveManyAsync(new DeadLetterRedrive { Definition = definition });
            var ended = await client.UntilOperationEndedAsync(redrive.Id);

            Assert.Equal((OperationState.Succeeded, 2, 12, 14), (ended.State, ended.Done, ended.Refused, ended.Total));
            Assert.Equal(10, ended.Refusals.Count);
            Assert.All(ended.Refusals, refusal => Assert.Equal("job 'deleted' was deleted; create it again first (PUT)", refusal.Detail));
            var letters = await client.AskAsync<DeadLetterBox, Page<DeadLetter>>(
                box => box.ListAsync(Client.Tenant, new DeadLetterQuery("deleted"), new PageRequest(), default));
            Assert.Equal(dead.Order(), letters.Items.Select(letter => letter.RunId!).Order());
            var one = await Assert.ThrowsAsync<RefusalException>(() => client.AskAsync<Redriver, AcceptedRun>(
                redriver => redriver.RedriveAsync(Client.Me, dead[0], null, definition == DefinitionChoice.Current, default)));
            Assert.Equal(RefusalKind.Conflict, one.Kind);
        });
    }

    [Fact]
    public void Records_that_somebody_else_took_after_they_were_listed_are_refused()
    {
        Play(async (world, client) =>
        {
            var dead = await DieAsync(world, client, "taken", 1);
            var letters = await client.AskAsync<DeadLetterBox, Page<DeadLetter>>(
                box => box.ListAsync(Client.Tenant, new DeadLetterQuery("taken"), new PageRequest(), default));
            await client.AskAsync<DeadLetterBox, AcceptedRun>(box => box.RedriveAsync(Client.Me, letters.Items[0].Id, default));
            await world.WaitAsync(TimeSpan.FromMinutes(1));

            var redrive = await ListedAsync(client, RedriveOperation.Word, "deadLetters", letters.Items[0].Id);
            var cancel = await ListedAsync(client, CancelOperation.Word, "runs", dead[0]);

            Assert.Equal((OperationState.Succeeded, 0, 1), (redrive.State, redrive.Done, redrive.Refused));
            Assert.Equal("it has been redriven or purged in the meantime", redrive.Refusals[0].Detail);
            Assert.Equal((OperationState.Succeeded, 0, 1), (cancel.State, cancel.Done, cancel.Refused));
            Assert.Equal($"run '{dead[0]}' has ended: failed", cancel.Refusals[0].Detail);
            Assert.Single(await RunsAsync(client, "taken"), run => run.Spec.RedriveOf is not null);
        });
    }

    /// <summary>An operation that has listed one record and is about to process it.</summary>
    private static async Task<Operation> ListedAsync(Client client, string kind, string filter, string record)
    {
        var started = await client.StartAsync(new OperationStart(kind, $$"""{"{{filter}}":{},"page":["{{record}}"],"listed":true}"""));
        return await client.UntilOperationEndedAsync(started.Id);
    }

    private static void Play(Func<World, Client, Task> script)
    {
        var world = new World(new WorldOptions { Shards = 1 });
        world.Start();
        world.Run(() => script(world, new Client(world)));
        Assert.Empty(world.Watched.Findings);
    }

    private static async Task<List<string>> DieAsync(World world, Client client, string job, int runs)
    {
        await world.WaitAsync(TimeSpan.FromSeconds(1));
        await client.PutJobAsync(job, Broken);
        var ids = await client.AcceptManyAsync([.. Enumerable.Range(0, runs).Select(_ => new RunRequest { JobId = job })]);
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        return [.. ids];
    }

    private static async Task<IReadOnlyList<RunRecord>> RunsAsync(Client client, string job) =>
        (await client.AskAsync<RunLists, Page<RunRecord>>(
            lists => lists.ListAsync(Client.Tenant, new RunQuery { JobId = job }, new PageRequest(), default))).Items;
}
