using JobScheduler.Execution;
using JobScheduler.Standalone.Logging.Bursts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts.Logging;

public sealed class LimitedConsoleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingProvider _console = new();
    private readonly LimitedConsole _limited;
    private readonly ILogger _executor;

    public LimitedConsoleTests()
    {
        _limited = new LimitedConsole(_console, _time);
        _executor = _limited.CreateLogger(AttemptEvents.Category);
    }

    public void Dispose() => _limited.Dispose();

    [Fact]
    public void Log_of_twenty_runs_in_a_second_shows_each_and_no_summary()
    {
        for (var second = 0; second < 3; second++)
        {
            End(RunState.Succeeded, 20);
            Pass();
        }

        Assert.Equal(60, _console.Lines.Count);
        Assert.All(_console.Lines, line => Assert.Equal((LogLevel.Information, "Run r Succeeded"), line));
    }

    [Fact]
    public void Log_of_a_burst_shows_twenty_runs_and_then_a_line_a_second()
    {
        End(RunState.Succeeded, 405);
        Fail(7);
        Pass();
        End(RunState.Succeeded, 30);
        End(RunState.Canceled, 1);
        Pass();

        Assert.Equal(20 + 5 + 2, _console.Lines.Count);
        Assert.Equal((LogLevel.Warning, "412 runs ended in 1 s: 405 succeeded, 7 failed (2 not shown)"), _console.Lines[25]);
        Assert.Equal((LogLevel.Information, "31 runs ended in 1 s: 30 succeeded, 1 canceled"), _console.Lines[26]);
    }

    [Fact]
    public void Log_after_a_burst_shows_each_run_again_once_a_second_was_quiet()
    {
        End(RunState.Succeeded, 21);
        Pass();
        End(RunState.Succeeded, 3);
        Pass();
        End(RunState.Succeeded, 1);
        Pass();

        Assert.Equal(
            ["21 runs ended in 1 s: 21 succeeded", "3 runs ended in 1 s: 3 succeeded", "Run r Succeeded"],
            _console.Lines.Skip(20).Select(line => line.Text));
    }

    [Fact]
    public void Log_with_nothing_after_a_burst_says_nothing_more_and_shows_the_next_run_at_once()
    {
        End(RunState.Succeeded, 21);
        for (var second = 0; second < 10; second++)
        {
            Pass();
        }

        Assert.Equal(21, _console.Lines.Count);
        End(RunState.Succeeded, 1);
        Assert.Equal("Run r Succeeded", _console.Lines[21].Text);
    }

    [Fact]
    public void Log_of_attempts_that_end_no_run_counts_them_by_what_becomes_of_them()
    {
        for (var time = 0; time < 30; time++)
        {
            TestEvents.Retried(_executor);
        }

        TestEvents.HandedBack(_executor);
        TestEvents.Taken(_executor);
        TestEvents.Taken(_executor);
        Pass();

        Assert.Equal(
            "No runs ended in 1 s; 30 attempts failed and will be retried; 1 attempt handed back; 2 attempts taken by their targets",
            _console.Lines[20].Text);
    }

    [Fact]
    public void Log_of_one_warning_again_and_again_shows_five_a_second_and_counts_the_rest()
    {
        var target = _limited.CreateLogger("JobScheduler.Targets");
        for (var time = 0; time < 12; time++)
        {
            TestEvents.Refused(target, time);
            TestEvents.Another(target, time % 2);
        }

        Pass();
        TestEvents.Refused(target, 13);

        Assert.Equal(5, _console.Lines.Take(10).Count(line => line.Text.EndsWith("refused", StringComparison.Ordinal)));
        Assert.Equal(
            (LogLevel.Error,
                "Not shown of the last 1 s: 7 more of 'Run {Run} has a target that is refused', 7 more of 'Another {Kind}'"),
            _console.Lines[10]);
        Assert.Equal((LogLevel.Warning, "Run 13 has a target that is refused"), _console.Lines[11]);
    }

    [Fact]
    public void Log_of_what_people_cannot_do_without_is_never_left_out()
    {
        var other = _limited.CreateLogger("JobScheduler.Hosting");
        for (var time = 0; time < 50; time++)
        {
            TestEvents.Stopping(other);
            TestEvents.Lost(other);
        }

        Pass();

        Assert.Equal(100, _console.Lines.Count);
    }

    [Fact]
    public void Dispose_in_a_burst_says_what_was_left_out()
    {
        End(RunState.Succeeded, 30);
        _time.Advance(TimeSpan.FromMilliseconds(400));

        _limited.Dispose();

        Assert.Equal("30 runs ended in 0.4 s: 30 succeeded", _console.Lines[20].Text);
    }

    [Fact]
    public void Log_below_the_level_of_the_console_is_neither_shown_nor_counted()
    {
        _console.Least = LogLevel.Warning;
        End(RunState.Succeeded, 100);
        Fail(6);
        Pass();

        Assert.Equal("6 runs ended in 1 s: 6 failed (1 not shown)", _console.Lines[5].Text);
    }

    private void Pass() => _time.Advance(TimeSpan.FromSeconds(1));

    private void End(RunState state, int times)
    {
        for (var time = 0; time < times; time++)
        {
            TestEvents.Ended(_executor, "r", state);
        }
    }

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
        {
            TestEvents.Failed(_executor, "r");
        }
    }

    private sealed class RecordingProvider : ILoggerProvider, ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public LogLevel Least { get; set; } = LogLevel.Information;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Least;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}

/// <summary>Events as the code under the console logs them.</summary>
internal static partial class TestEvents
{
    [LoggerMessage(AttemptEvents.RunEnded, LogLevel.Information, "Run {Run} {State}")]
    public static partial void Ended(ILogger logger, string run, RunState state);

    [LoggerMessage(AttemptEvents.RunFailed, LogLevel.Warning, "Run {Run} Failed")]
    public static partial void Failed(ILogger logger, string run);

    [LoggerMessage(AttemptEvents.AttemptRetried, LogLevel.Information, "retried")]
    public static partial void Retried(ILogger logger);

    [LoggerMessage(AttemptEvents.AttemptHandedBack, LogLevel.Information, "handed back")]
    public static partial void HandedBack(ILogger logger);

    [LoggerMessage(AttemptEvents.WorkTaken, LogLevel.Information, "taken")]
    public static partial void Taken(ILogger logger);

    [LoggerMessage(2401, LogLevel.Warning, "Run {Run} has a target that is refused")]
    public static partial void Refused(ILogger logger, int run);

    [LoggerMessage(2402, LogLevel.Error, "Another {Kind}")]
    public static partial void Another(ILogger logger, int kind);

    [LoggerMessage(5011, LogLevel.Information, "Stopping")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(5999, LogLevel.Critical, "Lost")]
    public static partial void Lost(ILogger logger);
}
