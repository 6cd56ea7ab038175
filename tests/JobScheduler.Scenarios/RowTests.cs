using System.Text;
using JobScheduler.DeadLetters;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios;

/// <summary>Rows edited by hand, messages of nobody, and what is left in the end.</summary>
public sealed class RowTests
{
    private const string Partition = "00";

    [Theory]
    [InlineData("R~")]
    [InlineData("U~")]
    [InlineData("A~")]
    public void Row_missing_does_not_stop_the_shard(string prefix)
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            var id = await client.AcceptAsync(new RunRequest { JobId = "job", After = TimeSpan.FromMinutes(5) });
            var key = world.Memory.Rows(Partition).First(
                row => row.Key.StartsWith(prefix, StringComparison.Ordinal) && row.Key.Contains(id, StringComparison.Ordinal)).Key;
            await EditAsync(world, RowOperation.Delete(key));
            var other = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(6));
            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(other)).State);
            if (prefix != "R~")
            {
                Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(id, TimeSpan.FromHours(13))).State);
            }
        });
    }

    [Theory]
    [InlineData(5, "start")]
    [InlineData(0, "message")]
    public void Token_of_garbage_is_rebuilt(int minutes, string kind)
    {
        var world = new World();
        Play(world, async client =>
        {
            // A queued one is caught while it waits for its due time.
            var id = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(20));
            var key = world.Watched.Runs["R~" + id].Token;
            Assert.Equal(kind, key.Kind?.Name);
            await EditAsync(world, RowOperation.Replace(key, new Columns { { "spec", "{]" }, { "step", "7" } }));
            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(id, TimeSpan.FromHours(1))).State);
        });
    }

    [Fact]
    public void Run_of_a_job_that_cannot_be_read_waits_until_it_can()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            var id = await client.AcceptAsync(new RunRequest { JobId = "job", After = TimeSpan.FromMinutes(5) });
            var row = world.Memory.Rows(Partition).Single(row => row.Key == Keys.Job(Client.Tenant, "job"));
            await EditAsync(world, RowOperation.Merge(row.Key, new Columns { { "definition", """{"target":{"type":"newer"}}""" } }));
            await world.WaitAsync(TimeSpan.FromMinutes(20));
            Assert.Equal(RunState.Queued, (await client.GetAsync(id)).State);

            await EditAsync(world, RowOperation.Merge(row.Key, new Columns { { "definition", row.Columns.Text("definition") } }));

            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(id, TimeSpan.FromHours(2))).State);
        });
    }

    [Theory]
    [InlineData("A~20200101000000000~nonsense~1")]
    [InlineData("A~20200101000000000~lease~00-fe6356baf40b-237f65ae2616749c~1")]
    [InlineData("A~20200101000000000~start~00-fe6356baf40b-237f65ae2616749c")]
    [InlineData("A~20200101000000000~guard~1")]
    [InlineData("A~20200101000000000~job~1")]
    [InlineData("A~20200101000000000~operation~1")]
    [InlineData("A~20200101000000000~calendar~1")]
    [InlineData("A~x")]
    [InlineData("Y~1~acme~20200101000000000~00-fe6356baf40b-237f65ae2616749c")]
    public void Alarm_of_nobody_does_not_stop_the_shard(string key)
    {
        var world = new World();
        Play(world, async client =>
        {
            await EditAsync(world, RowOperation.Insert(key, new Columns { { "message", "[" } }));
            var id = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(2));
            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(id)).State);
        });
    }

    [Fact]
    public void Message_unreadable_becomes_a_dead_letter()
    {
        var world = new World();
        Play(world, async client =>
        {
            await world.Memory.Queues.SendAsync(QueueNames.Normal, "?", TimeSpan.Zero, CancellationToken.None);
            await world.Memory.Queues.SendAsync(QueueNames.Normal, """{"v":9,"s":0,"m":"x"}""", TimeSpan.Zero, CancellationToken.None);
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            var letters = await client.AskAsync<DeadLetterBox, Page<DeadLetter>>(
                box => box.ListAsync(
                    PoisonReader.PlatformTenant, new DeadLetterQuery(), new PageRequest(10, null), CancellationToken.None));
            Assert.Equal(
                ["""{"v":9,"s":0,"m":"x"}""", "?"],
                letters.Items.Select(letter => letter.Message).OfType<string>().Order(StringComparer.Ordinal).Reverse());
            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(await client.AcceptAsync(ScriptedHandler.Ok))).State);
        });
    }

    [Fact]
    public void Content_large_round_trips()
    {
        var world = new World();
        Play(world, async client =>
        {
            var input = $"\"{new string('ü', 300_000)}\\u0000😀\"";
            var id = await client.AcceptAsync(new RunRequest { Target = new HandlerTarget { Name = "echo" }, Input = new RawJson(input) });
            var run = await client.UntilEndedAsync(id);
            var content = await client.AskAsync<RunReader, ReadOnlyMemory<byte>>(
                reader => reader.ContentAsync(run.End!.Result!, CancellationToken.None));
            Assert.Equal(input, Encoding.UTF8.GetString(content.Span));
        });
    }

    [Fact]
    public void Retention_leaves_nothing_behind()
    {
        var world = new World();
        Play(world, async client =>
        {
            var day = TimeSpan.FromDays(1);
            var large = new RawJson($"\"{new string('x', 50_000)}\"");
            await client.AcceptAsync(
                new RunRequest { Target = new HandlerTarget { Name = "echo" }, Input = large, Retention = day, IdempotencyKey = "k" });
            await client.AcceptAsync(Client.Request(ScriptedHandler.Flaky) with { Retention = day });
            await client.AcceptAsync(Client.Request(ScriptedHandler.Kill) with { Retention = day });
            await client.AcceptAsync(new RunRequest { Target = new HandlerTarget { Name = "delay" }, Retention = day });
            await Oracles.RestAsync(world, TimeSpan.FromHours(1));
            Oracles.Check(world, client.Accepted);
            Assert.NotEmpty(world.Memory.BlobNames);
            await world.WaitAsync(TimeSpan.FromHours(27));
            Assert.Empty(world.Memory.BlobNames);
            Assert.All(world.Memory.Rows(Partition), row => Assert.True(row.Key[0] is 'L' or 'A', row.Key));
        });
    }

    [Fact]
    public void Job_edited_in_flight_keeps_the_version_of_its_runs_and_unknown_columns()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            var id = await client.AcceptAsync(new RunRequest { JobId = "job", After = TimeSpan.FromMinutes(5) });
            await EditAsync(world, RowOperation.Merge("R~" + id, new Columns { { "ofTomorrow", "kept" } }));
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Broken } });
            var run = await client.UntilEndedAsync(id);
            Assert.Equal((RunState.Succeeded, 1), (run.State, run.Spec.JobVersion));
            Assert.Equal("kept", world.Memory.Rows(Partition).Single(row => row.Key == "R~" + id).Columns.Text("ofTomorrow"));
        });
    }

    private static async Task EditAsync(World world, RowOperation operation)
    {
        world.Watched.IsStrict = false;
        Assert.True((await world.Memory.Tables.CommitAsync(Partition, [operation], CancellationToken.None)).Succeeded);
    }

    private static void Play(World world, Func<Client, Task> script)
    {
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(new Client(world));
        });
    }
}
