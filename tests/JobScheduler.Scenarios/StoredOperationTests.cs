using System.Text.Json.Nodes;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios;

/// <summary>
/// Operations that the version before had begun, as it wrote them: one column, <c>plan</c>, with the members of all kinds.
/// </summary>
public sealed class StoredOperationTests
{
    private const string Id = "0864475c5e6b25a7";

    [Fact]
    public void Cancel_of_many_in_the_middle_of_a_page_goes_on()
    {
        Play(async (world, client) =>
        {
            var ids = new List<string>();
            for (var i = 0; i < 3; i++)
            {
                ids.Add(await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromHours(1)));
            }

            await WriteAsync(world, $$"""
                {"kind":"cancel","actor":"me","state":"Running","done":200,"runs":{"states":[],"labels":[]},"max":2147483647,"canary":0,
                "canaryRuns":[],"page":["{{ids[0]}}","{{RunId.Create(0, world.Time.Now, 7)}}"],"listed":false,
                "startedAt":"{{Now(world)}}","notBefore":"2026-03-01T12:00:00.000Z"}
                """);
            var ended = await client.UntilOperationEndedAsync(Id);

            Assert.Equal((OperationState.Succeeded, 204, 204), (ended.State, ended.Done, ended.Total));
            Assert.All(world.Watched.Runs.Values, run => Assert.Equal((RunState.Canceled, "me"), (run.State, run.Cancel!.By)));
        });
    }

    [Fact]
    public void Redrive_with_a_pace_goes_on_up_to_its_most()
    {
        Play(async (world, client) =>
        {
            await DieAsync(world, client, 4);
            world.IsRepaired = true;
            await WriteAsync(world, $$"""
                {"kind":"redrive","actor":"me","state":"Running","done":1,"deadLetters":{},"max":3,"perSecond":0.5,
                "canary":0,"canaryRuns":[],"page":[],"listed":false,"startedAt":"{{Now(world)}}","notBefore":"{{Now(world, 10)}}"}
                """);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            Assert.Equal(1, (await client.OperationAsync(Id)).Done);
            var ended = await client.UntilOperationEndedAsync(Id);

            Assert.Equal((OperationState.Succeeded, 3, "me"), (ended.State, ended.Done, ended.CreatedBy));
            Assert.Equal(2, world.Watched.Runs.Values.Count(run => run.Spec.RedriveOf is not null));
        });
    }

    [Fact]
    public void Redrive_that_watches_its_canary_ends_with_it()
    {
        Play(async (world, client) =>
        {
            var dead = await DieAsync(world, client, 2);
            await WriteAsync(world, $$"""
                {"kind":"redrive","actor":"me","state":"Running","done":1,"deadLetters":{"jobId":"none"},"max":100,"perSecond":100,
                "canary":0,"canaryRuns":["{{dead[0]}}"],"page":[],"listed":false,"startedAt":"{{Now(world)}}",
                "notBefore":"2026-03-01T12:00:00.000Z"}
                """);
            var ended = await client.UntilOperationEndedAsync(Id);

            Assert.Equal((OperationState.Failed, 1), (ended.State, ended.Done));
            Assert.Equal($"the canary run {dead[0]} ended failed; the rest was not redriven", ended.Error);
        });
    }

    [Fact]
    public void Purge_goes_on()
    {
        Play(async (world, client) =>
        {
            await DieAsync(world, client, 3);
            await WriteAsync(world, $$"""
                {"kind":"purge","actor":"me","state":"Running","done":7,"deadLetters":{},"max":2147483647,"canary":0,"canaryRuns":[],
                "page":[],"listed":false,"startedAt":"{{Now(world)}}","notBefore":"0001-01-01T00:00:00.000Z"}
                """);
            var ended = await client.UntilOperationEndedAsync(Id);

            Assert.Equal((OperationState.Succeeded, 10), (ended.State, ended.Done));
            Assert.DoesNotContain(
                world.Memory.Rows("00"), row => row.Key.StartsWith(Keys.DeadLetterPrefix(Client.Tenant), StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Backfill_goes_on_behind_its_cursor()
    {
        Play(async (world, client) =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await client.PutScheduleAsync(
                "job", "daily", new ScheduleDefinition { Spec = new CronSpec { Cron = "0 5 * * *" } }, paused: true);
            await WriteAsync(world, """
                {"kind":"backfill","actor":"me","state":"Running","done":1,"total":5,"backfill":{"job":"job","schedule":"daily","name":"b",
                "spec":{"type":"cron","cron":"0 5 * * *","dst":{"gap":"Auto","overlap":"Auto"},"timeZone":"UTC","jitter":"0s",
                "calendars":[]},
                "from":"2024-03-01T00:00:00.000Z","to":"2024-03-06T00:00:00.000Z","maxConcurrency":1,"cursor":"2024-03-02T05:00:00.000Z",
                "open":["00-fe72079dd37f-911985e6d9168da1"]},"max":2147483647,"canary":0,"canaryRuns":[],"page":[],"listed":false,
                "startedAt":"2026-03-01T12:00:00.000Z","notBefore":"0001-01-01T00:00:00.000Z"}
                """);
            var ended = await client.UntilOperationEndedAsync(Id);

            Assert.Equal((OperationState.Succeeded, 5, 5), (ended.State, ended.Done, ended.Total));
            Assert.Equal(
                Enumerable.Range(3, 3).Select(day => new DateTimeOffset(2024, 3, day, 5, 0, 0, TimeSpan.Zero)),
                world.Watched.Runs.Values.Select(run => run.Spec.NominalAt).Order());
        });
    }

    [Fact]
    public void Operation_can_be_canceled_before_its_first_step_under_this_version()
    {
        Play(async (world, client) =>
        {
            await DieAsync(world, client, 2);
            await WriteAsync(
                world,
                $$"""
                {"kind":"purge","actor":"me","state":"Running","done":7,"deadLetters":{},"max":2147483647,"canary":0,"canaryRuns":[],
                "page":[],"listed":false,"startedAt":"{{Now(world)}}","notBefore":"0001-01-01T00:00:00.000Z"}
                """,
                seconds: 30);
            await client.CancelOperationAsync(Id);
            await world.WaitAsync(TimeSpan.FromMinutes(1));

            var seen = await client.OperationAsync(Id);
            Assert.Equal((OperationState.Canceled, 7), (seen.State, seen.Done));
            Assert.Equal(
                2,
                world.Memory.Rows("00").Count(row => row.Key.StartsWith(Keys.DeadLetterPrefix(Client.Tenant), StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void Ended_operation_is_shown_and_deleted_when_its_alarm_rings()
    {
        Play(async (world, client) =>
        {
            await WriteAsync(
                world,
                """
                {"kind":"redrive","actor":"me","state":"Failed","error":"the canary run x ended failed; the rest was not redriven",
                "done":1,"max":1000,"canary":0,"canaryRuns":[],"page":[],"listed":false,"startedAt":"2026-03-01T11:00:00.000Z",
                "notBefore":"0001-01-01T00:00:00.000Z"}
                """,
                seconds: 30);
            var seen = await client.OperationAsync(Id);
            Assert.Equal((OperationState.Failed, 1, 0, null), (seen.State, seen.Done, seen.Refused, seen.EndedAt));
            Assert.Empty(seen.Refusals);
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.DoesNotContain(world.Memory.Rows("00"), row => row.Key.Contains(Id, StringComparison.Ordinal));
        });
    }

    private static void Play(Func<World, Client, Task> script)
    {
        var world = new World();
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            await script(world, new Client(world));
        });
        Assert.Empty(world.Watched.Findings);
    }

    private static string Now(World world, int seconds = 0) => Timestamp.Format(world.Time.Now.AddSeconds(seconds));

    private static async Task<IReadOnlyList<string>> DieAsync(World world, Client client, int runs)
    {
        var once = new RetryPolicy { MaxAttempts = 1 };
        var ids = await client.AcceptManyAsync(
            [.. Enumerable.Range(0, runs).Select(_ => Client.Request(ScriptedHandler.Broken) with { Retry = once })]);
        foreach (var id in ids)
        {
            await client.UntilEndedAsync(id);
        }

        await world.WaitAsync(TimeSpan.FromSeconds(1));
        return ids;
    }

    /// <summary>Writes the operation, with an alarm due in some seconds.</summary>
    private static async Task WriteAsync(World world, string plan, int seconds = 0)
    {
        var time = world.Time.Now.AddSeconds(seconds).UtcDateTime.ToString("yyyyMMddHHmmssfff", null);
        var written = await world.Memory.Tables.CommitAsync(
            "00",
            [
                RowOperation.Insert($"O~acme~{Id}", new Columns { { "plan", JsonNode.Parse(plan)!.ToJsonString() } }),
                RowOperation.Insert($"A~{time}~operation~{Id}", new Columns { { "tenant", "acme" }, { "id", Id } }),
            ],
            CancellationToken.None);
        Assert.True(written.Succeeded);
    }
}
