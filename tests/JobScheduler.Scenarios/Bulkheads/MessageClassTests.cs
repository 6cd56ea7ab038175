using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;

namespace JobScheduler.Scenarios.Bulkheads;

/// <summary>A message holds runs of one class of target, however its runs come into it.</summary>
public sealed class MessageClassTests
{
    private const int Hosts = 40;

    private readonly World _world = new();
    private readonly Client _client;

    public MessageClassTests() => _client = new Client(_world);

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Runs_of_many_hosts_due_at_one_instant_share_messages_with_their_like_only(int seconds)
    {
        // Without a process that executes, they stay in their messages. Not at once, as the workers would be faster than the look.
        var requests = Enumerable.Range(0, 5 * Hosts)
            .Select(i => (i % 5 == 0 ? Client.Request(ScriptedHandler.Ok) : ScriptedCalls.To($"h{i % Hosts}.example.org")) with
            {
                At = seconds == 0 ? null : _world.Time.Now.AddSeconds(seconds),
            })
            .ToList();
        _world.Start(executes: false);
        _world.Run(async () =>
        {
            await _world.WaitAsync(TimeSpan.FromSeconds(1));
            await _client.AcceptManyAsync(requests);
            await _world.WaitAsync(TimeSpan.FromSeconds(seconds + 1));
        });
        CheckMessages(5 * Hosts);
        FinishAll(5 * Hosts);
    }

    /// <summary>Three rows each, and a guard for each message: 32 of them do not fit into one commit.</summary>
    [Fact]
    public void Bulk_of_many_jobs_with_targets_of_their_own_fits_into_its_commits()
    {
        _world.Start(executes: false);
        _world.Run(async () =>
        {
            await _world.WaitAsync(TimeSpan.FromSeconds(1));
            for (var i = 0; i < Hosts; i++)
            {
                await _client.PutJobAsync($"j{i}", new JobDefinition { Target = ScriptedCalls.To($"h{i}.example.org").Target! });
            }

            await _client.AcceptManyAsync([.. Enumerable.Range(0, 2 * Hosts).Select(i => new RunRequest { JobId = $"j{i % Hosts}" })]);
        });
        CheckMessages(2 * Hosts);
        FinishAll(2 * Hosts);
    }

    [Fact]
    public void Fires_of_many_hosts_share_messages_with_their_like_only()
    {
        _world.Start(executes: false);
        _world.Run(async () =>
        {
            await _world.WaitAsync(TimeSpan.FromSeconds(1));
            for (var i = 0; i < Hosts; i++)
            {
                await _client.PutJobAsync($"j{i}", new JobDefinition { Target = ScriptedCalls.To($"h{i % 10}.example.org").Target! });
                await _client.PutScheduleAsync($"j{i}", "s", new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "0 * * * *", MaxRuns = 1 },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
                });
            }

            await _world.WaitAsync(new DateTimeOffset(2026, 3, 1, 13, 0, 1, TimeSpan.Zero) - _world.Time.Now);
        });
        CheckMessages(Hosts);
        FinishAll(Hosts);
    }

    private void CheckMessages(int count)
    {
        var messages = _world.Memory.Rows("00")
            .Where(row => Token.Read(row.Key).Kind == TokenKind.Message)
            .GroupBy(row => Token.MessageOf(row.Key), row => OpenRun.TryRead(row)!.Spec.Class)
            .ToList();
        Assert.Equal(count, messages.Sum(message => message.Count()));
        Assert.All(messages, message => Assert.Single(message.Distinct()));
        Assert.Contains(messages, message => message.Count() > 1);
    }

    /// <summary>Nothing is lost on the way.</summary>
    private void FinishAll(int count)
    {
        _world.Start();
        _world.Run(() => Oracles.RestAsync(_world, TimeSpan.FromMinutes(10)));
        Assert.Equal(count, _world.Journal.Executions.Count);
    }
}
