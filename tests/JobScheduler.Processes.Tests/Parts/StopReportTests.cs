using JobScheduler.Execution;
using JobScheduler.Hosting.Loops;
using JobScheduler.Runs;
using JobScheduler.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts;

public sealed class StopReportTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly TaskCompletionSource _hurried = new();
    private readonly List<RunningAttempt> _running = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var attempt in _running)
        {
            await attempt.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(0, 20, "Stopping: nothing is running")]
    [InlineData(
        1, 20, "Stopping: no new work is started; 1 running attempt has 20s to end")]
    [InlineData(
        3, 90, "Stopping: no new work is started; 3 running attempts have 1m30s to end")]
    [InlineData(1, 0, "Stopping: no new work is started; 1 running attempt is handed back")]
    public void Begin_says_what_is_running_and_how_long_it_has(int count, int grace, string says)
    {
        Run(count);

        Report(grace).Begin();

        Assert.Equal([says], _lines.Texts);
    }

    [Fact]
    public async Task Until_names_every_five_seconds_what_is_still_running_and_how_long_it_has()
    {
        Run(1, "night");
        _time.Advance(TimeSpan.FromMinutes(1));
        Run(1, "invoice");
        var work = new TaskCompletionSource();
        var until = Report(12).UntilAsync(work.Task);

        Pass(5);
        _running.RemoveAt(0);
        Pass(5);
        Pass(5);
        work.SetResult();
        await until;
        Pass(5);

        Assert.Equal(
            [
                "Waiting for night night-0 (1m5s), invoice invoice-0 (5s); what does not end within 7s is handed back",
                "Waiting for invoice invoice-0 (10s); what does not end within 2s is handed back",
                "Waiting for invoice invoice-0 (15s); told to end, and handed back if not",
            ],
            _lines.Texts);
    }

    [Fact]
    public async Task Until_with_much_running_names_the_oldest_and_counts_the_others()
    {
        var work = new TaskCompletionSource();
        Run(7, "j");
        var until = Report(60).UntilAsync(work.Task);

        Pass(5);
        work.SetResult();
        await until;

        Assert.Contains("j-4 (5s), and 2 more; what", Assert.Single(_lines.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_with_nothing_running_any_more_says_that_storage_is_waited_for()
    {
        var work = new TaskCompletionSource();
        var until = Report(60).UntilAsync(work.Task);

        Pass(5);
        work.SetResult();
        await until;

        Assert.Equal(["Waiting for storage"], _lines.Texts);
    }

    [Fact]
    public async Task Until_when_asked_to_stop_again_says_that_work_is_handed_back_once()
    {
        Run(2);
        var work = new TaskCompletionSource();
        var until = Report(60).UntilAsync(work.Task);

        _hurried.SetResult();
        Pass(5);
        work.SetResult();
        await until;

        Assert.Equal("Asked to stop again: 2 running attempts are handed back now", _lines.Texts[0]);
        Assert.All(_lines.Texts.Skip(1), line => Assert.EndsWith("told to end, and handed back if not", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Until_of_work_that_fails_fails_as_it_does() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => Report(20).UntilAsync(Task.FromException(new InvalidOperationException("on purpose"))));

    private StopReport Report(int grace) => new(() => [.. _running], _hurried.Task, TimeSpan.FromSeconds(grace), _time, _lines);

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Run(int count, string job = "job")
    {
        for (var number = 0; number < count; number++)
        {
            var id = $"{job}-{number}";
            _running.Add(new RunningAttempt(
                new OpenRun(id, new RunSpec { Tenant = "t", JobId = job, CreatedBy = "test" }, "{}", new RunStep(), default),
                new RunClaim("claim", "node", _time.GetUtcNow()),
                leaseETag: null,
                _time.GetTimestamp(),
                new RunLog(id, new MemoryStorage(_time).Blobs, _time),
                _time));
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));
    }
}
