using JobScheduler.DeadLetters;
using JobScheduler.Execution;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Execution;

public sealed class TriggeredMessagesTests : IDisposable
{
    private const string Tenant = "acme";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryStorage _memory;
    private readonly ServiceProvider _services;
    private readonly TriggeredMessages _messages;
    private string? _failing;
    private Fault _fault = Fault.FailBefore;

    public TriggeredMessagesTests()
    {
        _memory = new MemoryStorage(_time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton<IStorage>(new FaultyStorage(_memory, FaultPlan.When(call => call.Name == _failing ? _fault : Fault.None)));
        services.AddSingleton<Waiting>().AddJobSchedulerCore().AddJobHandler<Waiting>("waiting");
        _services = services.BuildServiceProvider();
        _messages = _services.GetRequiredService<TriggeredMessages>();
    }

    [Fact]
    public async Task Message_is_executed_to_the_end()
    {
        var (run, body) = await SubmitAsync("echo");

        await _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);

        Assert.Equal(RunState.Succeeded, (await ReadAsync(run)).State);
        Assert.Empty(_memory.Messages(QueueNames.Normal));
    }

    [Theory]
    [InlineData(Fault.FailBefore)]
    [InlineData(Fault.Refused)]
    public async Task Storage_that_fails_does_not_throw_but_rings_again_later(Fault fault)
    {
        _fault = fault;
        var (run, body) = await SubmitAsync("echo");
        _failing = CallNames.Read;

        await _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);

        _failing = null;
        var again = Assert.Single(_memory.Messages(QueueNames.Normal));
        Assert.Equal(body, again.Body);
        Assert.Equal(_time.GetUtcNow() + MessageExecutor.AfterFailure, again.VisibleAt);
        Assert.Equal(RunState.Queued, (await ReadAsync(run)).State);
    }

    [Fact]
    public async Task Pump_puts_off_a_message_while_storage_fails_and_counts_no_receive()
    {
        var (run, body) = await SubmitAsync("echo");
        await _memory.Queues.SendAsync(QueueNames.Normal, body, TimeSpan.Zero, CancellationToken.None);
        var pump = _services.GetRequiredService<QueuePumps>().Runs[QueueNames.Executed.ToList().IndexOf(QueueNames.Normal)];
        _failing = CallNames.Read;
        for (var tries = 0; tries < 8; tries++)
        {
            Assert.Equal(1, await pump.ReceiveAsync(CancellationToken.None));
            _time.Advance(MessageExecutor.AfterFailure);
        }

        Assert.Empty(_memory.Messages(QueueNames.Poison(QueueNames.Normal)));
        Assert.Equal(RunState.Queued, (await ReadAsync(run)).State);
    }

    [Theory]
    [InlineData("what?")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("\0\u0001\uFFFD")]
    [InlineData("half of a pair: \uD83D")]
    [InlineData("""{"v":1,"s":0}""")]
    [InlineData("""{"v":1,"s":-1,"m":"x"}""")]
    [InlineData("""{"v":1,"s":64,"m":"x"}""")]
    [InlineData("""{"v":1,"s":1e99,"m":"x"}""")]
    [InlineData("""{"v":1,"s":0,"m":""}""")]
    [InlineData("""{"v":1,"s":0,"m":"../x"}""")]
    [InlineData("""{"v":1,"s":0,"d":"x"}""")]
    [InlineData("""{"v":2,"s":0,"m":"x"}""")]
    public async Task Unreadable_message_becomes_a_dead_letter_at_once(string body)
    {
        await _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal((null, body), (letter.RunId, letter.Message));
        Assert.Contains(QueueNames.Normal, letter.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(_memory.Messages(QueueNames.Poison(QueueNames.Normal)));
    }

    [Fact]
    public async Task Unreadable_message_that_no_queue_would_take_becomes_a_dead_letter_with_its_beginning()
    {
        var body = new string('x', 8 * 1024 - 1) + string.Concat(Enumerable.Repeat("🙂", 14_000));

        await _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal(new string('x', 8 * 1024 - 1), letter.Message);
    }

    [Fact]
    public async Task Unreadable_message_comes_back_when_it_cannot_be_kept()
    {
        _failing = CallNames.Commit;

        var work = _messages.ExecuteAsync(QueueNames.Normal, "what?", CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAnyAsync<StorageException>(() => work);
    }

    [Fact]
    public async Task Pump_keeps_an_unreadable_message_as_a_dead_letter()
    {
        await _memory.Queues.SendAsync(QueueNames.Normal, "what?", TimeSpan.Zero, CancellationToken.None);
        var pump = _services.GetRequiredService<QueuePumps>().Runs[QueueNames.Executed.ToList().IndexOf(QueueNames.Normal)];

        await pump.ReceiveAsync(CancellationToken.None);

        Assert.Equal("what?", Assert.Single(await LettersAsync()).Message);
        Assert.Empty(_memory.Messages(QueueNames.Normal));
    }

    [Fact]
    public async Task Poison_message_is_sent_anew_while_storage_fails()
    {
        _failing = CallNames.Commit;

        var read = _services.GetRequiredService<TriggeredPoison>().ReadAsync(QueueNames.Poison(QueueNames.Low), "what?");
        _time.Advance(TimeSpan.FromMinutes(1));
        await read;

        var again = Assert.Single(_memory.Messages(QueueNames.Poison(QueueNames.Low)));
        Assert.Equal(("what?", _time.GetUtcNow() + TriggeredPoison.AfterFailure), (again.Body, again.VisibleAt));
    }

    [Fact]
    public async Task Stop_lets_work_go_on_for_the_grace_period_and_hands_back_what_is_left()
    {
        var (run, body) = await SubmitAsync("waiting");
        var work = _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);
        await _services.GetRequiredService<Waiting>().Begun.Task;
        var stop = _messages.StopAsync();
        Assert.False(stop.IsCompleted);

        _time.Advance(new ExecutionOptions().GracePeriod);
        await stop;
        await work;

        Assert.Equal(RunState.Queued, (await ReadAsync(run)).State);
    }

    [Fact]
    public async Task Message_that_comes_during_a_stop_is_left_to_others()
    {
        var (run, body) = await SubmitAsync("echo");
        await _messages.StopAsync();

        await _messages.ExecuteAsync(QueueNames.Normal, body, CancellationToken.None);

        Assert.Equal(RunState.Queued, (await ReadAsync(run)).State);
        Assert.Equal(_time.GetUtcNow() + MessageExecutor.AfterStop, Assert.Single(_memory.Messages(QueueNames.Normal)).VisibleAt);
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Submits a run and takes its message from the queue, as a host does.</summary>
    private async Task<(string Run, string Body)> SubmitAsync(string handler)
    {
        await _services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        var request = new RunRequest { Target = new HandlerTarget { Name = handler }, Input = new RawJson("1") };
        var accepted = await _services.GetRequiredService<RunIntake>().AcceptAsync(
            new Caller(Tenant, "me"), request, CancellationToken.None);
        var message = Assert.Single(
            await _memory.Queues.ReceiveAsync(QueueNames.Normal, 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        await _memory.Queues.DeleteAsync(QueueNames.Normal, message.Id, message.Receipt, CancellationToken.None);
        return (accepted.Run.Id, message.Body);
    }

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync() => (await _services.GetRequiredService<DeadLetterBox>().ListAsync(
        PoisonReader.PlatformTenant, new DeadLetterQuery(), new PageRequest(10, null), CancellationToken.None)).Items;

    private Task<RunRecord> ReadAsync(string run) =>
        _services.GetRequiredService<RunReader>().GetAsync(Tenant, run, CancellationToken.None);

    /// <summary>Works until it is told to stop.</summary>
    private sealed class Waiting : IJobHandler
    {
        public TaskCompletionSource Begun { get; } = new();

        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            Begun.TrySetResult();
            var told = new TaskCompletionSource();
            await using var registration = cancellation.Register(() => told.TrySetCanceled(cancellation));
            await told.Task;
            return null;
        }
    }
}
