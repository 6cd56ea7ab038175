using JobScheduler.DeadLetters;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Operations;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

/// <summary>Long operations: kinds of other assemblies, counts, failing steps, lists.</summary>
public sealed class OperationTests
{
    private readonly List<DateTimeOffset> _steps = [];
    private Func<int, Task> _meanwhile = _ => Task.CompletedTask;

    [Fact]
    public void Kind_of_another_assembly_runs_to_its_end_and_counts()
    {
        Play(async (world, client) =>
        {
            var started = await client.StartAsync(CountdownOperation.From(25));
            Assert.Equal((OperationState.Running, "countdown", "me", 0), (started.State, started.Kind, started.CreatedBy, started.Refused));

            var ended = await client.UntilOperationEndedAsync(started.Id);

            Assert.Equal((OperationState.Succeeded, 25, 12), (ended.State, ended.Done, ended.Refused));
            Assert.Equal(Enumerable.Range(0, 10).Select(at => $"even-{24 - (2 * at)}"), ended.Refusals.Select(refusal => refusal.Id));
            Assert.All(ended.Refusals, refusal => Assert.Equal("only odd numbers", refusal.Detail));
            Assert.Equal(25, _steps.Count);
            Assert.InRange((ended.EndedAt!.Value - ended.CreatedAt).TotalSeconds, 24, 30);
        });
    }

    [Fact]
    public void Step_that_fails_is_repeated_with_growing_pauses_and_the_fifth_time_ends_the_operation()
    {
        Play(async (_, client) =>
        {
            _meanwhile = _ => throw new InvalidOperationException(new string('x', 2000));
            var started = await client.StartAsync(CountdownOperation.From(3));

            var ended = await client.UntilOperationEndedAsync(started.Id);

            Assert.Equal((OperationState.Failed, 0), (ended.State, ended.Done));
            Assert.StartsWith("InvalidOperationException: xxx", ended.Error, StringComparison.Ordinal);
            Assert.Equal(500, ended.Error!.Length);
            Assert.Equal([5, 10, 20, 40], _steps.Zip(_steps.Skip(1), (one, next) => Math.Round((next - one).TotalSeconds)));
        });
    }

    [Fact]
    public void Step_that_succeeds_resets_the_count_of_failures()
    {
        Play(async (_, client) =>
        {
            var failures = 0;
            _meanwhile = _ => ++failures % 5 == 0 ? Task.CompletedTask : throw new InvalidOperationException("no");
            var started = await client.StartAsync(CountdownOperation.From(3));

            var ended = await client.UntilOperationEndedAsync(started.Id);

            Assert.Equal((OperationState.Succeeded, 3, 15), (ended.State, ended.Done, failures));
        });
    }

    [Fact]
    public void Storage_that_fails_for_a_while_is_never_counted()
    {
        Play(async (_, client) =>
        {
            var failures = 0;
            _meanwhile = _ => ++failures > 7 ? Task.CompletedTask : throw new StorageException(StorageFault.Transient, "busy");
            var started = await client.StartAsync(CountdownOperation.From(3));

            var ended = await client.UntilOperationEndedAsync(started.Id);

            Assert.Equal((OperationState.Succeeded, 3, 10), (ended.State, ended.Done, failures));
        });
    }

    [Fact]
    public void Operation_that_fails_does_not_hold_up_what_else_its_shard_has_to_do()
    {
        Play(async (world, client) =>
        {
            _meanwhile = left => left == 99 ? throw new InvalidOperationException("no") : Task.CompletedTask;
            var failing = await client.StartAsync(CountdownOperation.From(99));
            var other = await client.StartAsync(CountdownOperation.From(5));
            var later = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromSeconds(2));

            Assert.Equal(OperationState.Succeeded, (await client.UntilOperationEndedAsync(other.Id, TimeSpan.FromSeconds(12))).State);
            await client.UntilEndedAsync(later, TimeSpan.FromSeconds(12));
            Assert.Equal(OperationState.Running, (await client.OperationAsync(failing.Id)).State);
        });
    }

    [Fact]
    public void Kind_that_no_process_knows_waits_for_one_that_does()
    {
        Play(async (world, client) =>
        {
            var started = await client.StartAsync(new OperationStart("of-tomorrow", "{}"));
            await world.WaitAsync(TimeSpan.FromHours(1));

            Assert.Equal(OperationState.Running, (await client.OperationAsync(started.Id)).State);
            Assert.Equal(OperationState.Canceled, (await client.CancelOperationAsync(started.Id)).State);
        });
    }

    [Fact]
    public void Dead_letter_that_cannot_be_redriven_is_refused_with_its_reason_and_stays()
    {
        Play(async (world, client) =>
        {
            var once = new RetryPolicy { MaxAttempts = 1 };
            var ids = await client.AcceptManyAsync(
                [.. Enumerable.Range(0, 4).Select(_ => Client.Request(ScriptedHandler.Broken) with { Retry = once })]);
            foreach (var id in ids)
            {
                await client.UntilEndedAsync(id);
            }

            await world.WaitAsync(TimeSpan.FromSeconds(1));
            world.IsRepaired = true;
            world.Watched.IsStrict = false;
            Assert.True(
                (await world.Memory.Tables.CommitAsync("00", [RowOperation.Delete(Keys.Run(ids[1]))], CancellationToken.None)).Succeeded);

            var redrive = await client.RedriveManyAsync(new DeadLetterRedrive());
            var ended = await client.UntilOperationEndedAsync(redrive.Id);

            Assert.Equal((OperationState.Succeeded, 3, 1, 4), (ended.State, ended.Done, ended.Refused, ended.Total));
            var refusal = Assert.Single(ended.Refusals);
            Assert.EndsWith(ids[1], refusal.Id, StringComparison.Ordinal);
            Assert.StartsWith("what it would repeat is gone", refusal.Detail, StringComparison.Ordinal);
            var left = await client.AskAsync<DeadLetterBox, Page<DeadLetter>>(box =>
                box.ListAsync(Client.Tenant, new DeadLetterQuery(), new PageRequest(), CancellationToken.None));
            Assert.Equal(refusal.Id, Assert.Single(left.Items).Id);
        });
    }

    [Fact]
    public void List_is_by_id_over_all_shards_page_by_page()
    {
        Play(
            async (world, client) =>
            {
                var ids = new List<string>();
                for (var left = 1; left <= 9; left++)
                {
                    ids.Add((await client.StartAsync(CountdownOperation.From(left % 3 == 0 ? 1000 : 1))).Id);
                }

                ids.Add((await client.StartAsync(new OperationStart("of-tomorrow", "{}"))).Id);
                await client.AskAsync<OperationBoard, Operation>(board =>
                    board.StartAsync(new Caller("other", "me"), CountdownOperation.From(1), CancellationToken.None));
                await world.WaitAsync(TimeSpan.FromSeconds(25));

                Assert.Equal(ids.Order(StringComparer.Ordinal), await ListAsync(client, new OperationQuery(), 3));
                Assert.Equal(3, (await ListAsync(client, new OperationQuery(OperationState.Running, CountdownOperation.Word), 2)).Count);
                Assert.Equal(6, (await ListAsync(client, new OperationQuery(OperationState.Succeeded), 1)).Count);
                Assert.Equal([ids[9]], await ListAsync(client, new OperationQuery(Kind: "of-tomorrow"), 1000));
            },
            shards: 4);
    }

    private static async Task<List<string>> ListAsync(Client client, OperationQuery query, int limit)
    {
        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var request = new PageRequest(limit, continuation);
            var page = await client.AskAsync<OperationBoard, Page<Operation>>(
                board => board.ListAsync(Client.Tenant, query, request, CancellationToken.None));
            Assert.InRange(page.Items.Count, 0, limit);
            ids.AddRange(page.Items.Select(operation => operation.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return ids;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_that_was_broken_by_hand_does_not_keep_others_from_being_canceled(bool isTokenUnreadable)
    {
        Play(async (world, client) =>
        {
            const int runs = 150;
            var broken = await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromHours(11));
            for (var i = 0; i < runs; i++)
            {
                await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromHours(10));
            }

            var row = world.Memory.Rows("00").Single(row => row.Key == Keys.Run(broken));
            world.Watched.IsStrict = false;
            await EditAsync(world, isTokenUnreadable
                ? RowOperation.Merge(row.Key, new Columns { { RunColumns.Token, "" } })
                : RowOperation.Delete(row.Columns.Text(RunColumns.Token)!));

            var started = await client.AskAsync<CancelOperation, Operation>(
                cancel => cancel.StartAsync(Client.Me, new RunQuery(), CancellationToken.None));
            var ended = await client.UntilOperationEndedAsync(started.Id);

            Assert.Equal((OperationState.Succeeded, runs, 1), (ended.State, ended.Done, ended.Refused));
            Assert.Equal(broken, ended.Refusals[0].Id);
            Assert.Equal(runs, world.Watched.Runs.Values.Count(run => run.State == RunState.Canceled));
        }, isStrict: false);
    }

    [Fact]
    public void Operation_of_a_newer_version_keeps_its_row_and_its_alarm()
    {
        Play(async (world, client) =>
        {
            world.Watched.IsStrict = false;
            const string head = """{"kind":"cancel","actor":"me","state":"Paused","startedAt":"2026-03-01T12:00:00.000Z"}""";
            await EditAsync(
                world,
                RowOperation.Insert(Keys.Operation(Client.Tenant, "x"), new Columns { { "head", head }, { "work", "{}" } }),
                RowOperation.Insert(OperationRow.AlarmOf(world.Time.Now, "x"), OperationRow.WriteAlarm(Client.Tenant, "x")));

            await world.WaitAsync(TimeSpan.FromMinutes(10));

            Assert.Single(world.Memory.Rows("00"), row => AlarmKey.KindOf(row.Key) == OperationAlarms.KindName);
            Assert.Contains(world.Memory.Rows("00"), row => row.Key == Keys.Operation(Client.Tenant, "x"));
            await client.AcceptAsync(ScriptedHandler.Ok);
        }, isStrict: false);
    }

    private static async Task EditAsync(World world, params RowOperation[] operations) =>
        Assert.True((await world.Memory.Tables.CommitAsync("00", operations, CancellationToken.None)).Succeeded);

    private void Play(Func<World, Client, Task> script, int shards = 1, bool isStrict = true)
    {
        World? world = null;
        world = new World(
            new WorldOptions { Shards = shards, Adds = services => services.AddSingleton<IOperation>(new CountdownOperation(StepAsync)) });
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            await script(world, new Client(world));
        });
        if (isStrict)
        {
            Assert.Empty(world.Watched.Findings);
        }

        Task StepAsync(int left)
        {
            _steps.Add(world!.Time.Now);
            return _meanwhile(left);
        }
    }
}
