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

    private QuietQueues Quiet => _services.GetRequiredService<QuietQueues>();

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

        await _services.GetRequiredService<QueuePumps>().Of(QueueNames.Normal).DrainAsync(CancellationToken.None);

        Assert.Equal("what?", Assert.Single(await LettersAsync()).Message);
        Assert.Empty(_memory.Messages(QueueNames.Normal));
    }

    [Fact]
    public async Task Look_at_the_poison_queues_keeps_what_cannot_be_read_and_makes_suspects_of_runs()
    {
        var (run, body) = await SubmitAsync("echo");
        foreach (var queue in QueueNames.Executed.Select(QueueNames.Poison))
        {
            await _memory.Queues.SendAsync(queue, "what?", TimeSpan.Zero, CancellationToken.None);
        }

        await _memory.Queues.SendAsync(QueueNames.Poison(QueueNames.Low), body, TimeSpan.Zero, CancellationToken.None);

        await Quiet.ReadPoisonAsync(CancellationToken.None);

        Assert.Equal(4, (await LettersAsync()).Count);
        Assert.All(QueueNames.Executed, queue => Assert.Empty(_memory.Messages(QueueNames.Poison(queue))));
        Assert.Single(_memory.Messages(QueueNames.Suspect));
        Assert.Equal(RunState.Queued, (await ReadAsync(run)).State);

        await Quiet.ExecuteSuspectsAsync(CancellationToken.None);

        Assert.Empty(_memory.Messages(QueueNames.Suspect));
        Assert.Equal(RunState.Succeeded, (await ReadAsync(run)).State);
    }

    [Fact]
    public async Task Poison_message_is_left_and_comes_back_while_storage_fails()
    {
        await _memory.Queues.SendAsync(QueueNames.Poison(QueueNames.Low), "what?", TimeSpan.Zero, CancellationToken.None);
        _failing = CallNames.Commit;

        var read = Quiet.ReadPoisonAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await read;

        Assert.Empty(await LettersAsync());
        _failing = null;
        _time.Advance(TimeSpan.FromMinutes(2));
        await Quiet.ReadPoisonAsync(CancellationToken.None);
        Assert.Equal("what?", Assert.Single(await LettersAsync()).Message);
    }

    [Fact]
    public async Task Suspects_are_taken_one_at_a_time()
    {
        for (var runs = 0; runs < 2; runs++)
        {
            var (_, body) = await SubmitAsync("waiting");
            await _memory.Queues.SendAsync(QueueNames.Suspect, body, TimeSpan.Zero, CancellationToken.None);
        }

        var work = Quiet.ExecuteSuspectsAsync(CancellationToken.None);
        await _services.GetRequiredService<Waiting>().Begun.Task;

        Assert.Single(_memory.Messages(QueueNames.Suspect), message => message.VisibleAt <= _time.GetUtcNow());
        var stop = _messages.StopAsync();
        _time.Advance(new ExecutionOptions().GracePeriod);
        await stop;
        await work;
    }

    [Fact]
    public async Task Wake_has_what_is_sent_at_its_instant_executed_at_once()
    {
        var due = _time.GetUtcNow() + TimeSpan.FromSeconds(3);
        var work = _messages.ExecuteAsync(QueueNames.Normal, Bell.Wake(0, due).ToBody(), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(3.001));
        Assert.False(work.IsCompleted);

        // Its message may be taken before this has returned.
        var run = await AcceptAsync("echo");
        await PassUntilAsync(work, TimeSpan.FromSeconds(2));
        Assert.Equal(RunState.Succeeded, (await ReadAsync(run)).State);
        Assert.Empty(_memory.Messages(QueueNames.Normal));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(3600)]
    public async Task Wake_for_another_time_is_let_go(int seconds)
    {
        var work = _messages.ExecuteAsync(
            QueueNames.Normal, Bell.Wake(0, _time.GetUtcNow().AddSeconds(seconds)).ToBody(), CancellationToken.None);
        await PassUntilAsync(work, TimeSpan.FromSeconds(4));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Wake_costs_a_pump_no_read()
    {
        await _memory.Queues.SendAsync(
            QueueNames.Normal, Bell.Wake(0, _time.GetUtcNow().AddSeconds(3)).ToBody(), TimeSpan.Zero, CancellationToken.None);
        _failing = CallNames.Read;

        await _services.GetRequiredService<QueuePumps>().Of(QueueNames.Normal).DrainAsync(CancellationToken.None);

        Assert.Empty(_memory.Messages(QueueNames.Normal));
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

    [Fact]
    public async Task Wake_that_a_watch_receives_itself_is_watched_as_well()
    {
        await _services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        var due = _time.GetUtcNow() + TimeSpan.FromSeconds(1);
        var later = due + TimeSpan.FromSeconds(3);
        await _memory.Queues.SendAsync(QueueNames.Normal, Bell.Wake(0, later).ToBody(), TimeSpan.Zero, CancellationToken.None);
        var work = _messages.ExecuteAsync(QueueNames.Normal, Bell.Wake(0, due).ToBody(), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        while (_memory.Messages(QueueNames.Normal).Count > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.False(work.IsCompleted);
        var run = await AcceptAsync("echo");
        await PassUntilAsync(work, TimeSpan.FromSeconds(4));

        Assert.Equal(RunState.Succeeded, (await ReadAsync(run)).State);
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Submits a run and takes its message from the queue, as a host does.</summary>
    private async Task<(string Run, string Body)> SubmitAsync(string handler)
    {
        var run = await AcceptAsync(handler);
        var message = Assert.Single(
            await _memory.Queues.ReceiveAsync(QueueNames.Normal, 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        await _memory.Queues.DeleteAsync(QueueNames.Normal, message.Id, message.Receipt, CancellationToken.None);
        return (run, message.Body);
    }

    private async Task<string> AcceptAsync(string handler)
    {
        await _services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        var request = new RunRequest { Target = new HandlerTarget { Name = handler }, Input = new RawJson("1") };
        var accepted = await _services.GetRequiredService<RunIntake>().AcceptAsync(
            new Caller(Tenant, "me"), request, CancellationToken.None);
        return accepted.Run.Id;
    }

    /// <summary>Lets time pass in steps; then the work must end by itself.</summary>
    private async Task PassUntilAsync(Task work, TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _time.Advance(step);
            await Task.Yield();
        }

        await work;
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
