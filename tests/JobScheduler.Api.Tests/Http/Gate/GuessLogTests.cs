using System.Net;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Gate;

public sealed class GuessLogTests : IDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");

    private readonly FlowingTime _time = new();
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly GuessLog _guesses;

    public GuessLogTests()
    {
        _loggers = new LoggerFactory([_log]);
        _guesses = new GuessLog(_time, _loggers.CreateLogger<GuessLog>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Summary_of_a_minute_is_not_within_the_trace_of_the_request_that_began_it(bool isSuppressed)
    {
        // A flow of its own, as each request has.
        await Task.Run(
            () =>
            {
                using var trace = RequestTrace.Begin(
                    _loggers.CreateLogger<GuessLog>(), new DefaultHttpContext { TraceIdentifier = "the-first" });
                using var suppressed = isSuppressed ? ExecutionContext.SuppressFlow() : default(IDisposable);
                _guesses.Note(Address, isFirst: true, "the-first");
                _guesses.Note(Address, isFirst: false, "the-second");
            },
            TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, _log.Lines.Count);
        Assert.Equal("the-first", _log.Lines[0].TraceId);
        Assert.Contains("(trace the-second)", _log.Lines[1].Text, StringComparison.Ordinal);
        Assert.Null(_log.Lines[1].TraceId);
    }

    public void Dispose()
    {
        _guesses.Dispose();
        _loggers.Dispose();
    }

    /// <summary>Its timers run in the flow in which they are created, as those of the system do.</summary>
    private sealed class FlowingTime : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var flow = ExecutionContext.Capture();
            return base.CreateTimer(
                given =>
                {
                    if (flow is null)
                    {
                        callback(given);
                    }
                    else
                    {
                        ExecutionContext.Run(flow, _ => callback(given), null);
                    }
                },
                state,
                dueTime,
                period);
        }
    }
}
