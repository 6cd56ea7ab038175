using JobScheduler.Clock;

namespace JobScheduler.Core.Tests.Clock;

/// <summary>
/// Replays an orchestration as a durable runner does: from its start with what is recorded, until it asks for something that has not
/// happened; then that happens, is recorded, and all is replayed. Asking for something else than what is recorded fails.
/// </summary>
internal sealed class ReplayContext(DateTimeOffset start, Func<string, object?> activity) : IOrchestrationContext
{
    private readonly DateTimeOffset _start = start;
    private readonly List<(string Asked, object? Answer, DateTimeOffset At)> _history = [];
    private int _next;

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _history.Select(entry => entry.Asked)];

    public bool Continued { get; private set; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>How long an activity takes.</summary>
    public TimeSpan ActivityTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the orchestration returns.</summary>
    public async Task RunAsync(Func<IOrchestrationContext, Task> orchestration)
    {
        for (var replays = 0; ; replays++)
        {
            Assert.True(replays < 100, "the orchestration does not end");
            (_next, Now, Continued) = (0, _start, false);
            var run = orchestration(this);
            if (run.IsCompleted)
            {
                await run;
                return;
            }
        }
    }

    public Task<TResult> CallAsync<TResult>(string name, object? input = null) =>
        Recorded($"call {name}", () => (activity(name), Now + ActivityTime)) is not { } entry ? new TaskCompletionSource<TResult>().Task
        : entry.Answer is Exception failure ? Task.FromException<TResult>(failure)
        : Task.FromResult((TResult)entry.Answer!);

    public Task WaitUntilAsync(DateTimeOffset due) =>
        Recorded($"wait {(due - Now).TotalSeconds} s", () => (null, due > Now ? due : Now)) is null
            ? new TaskCompletionSource().Task
            : Task.CompletedTask;

    public void ContinueAsNew(object? input = null) => Continued = true;

    private (object? Answer, DateTimeOffset At)? Recorded(string asked, Func<(object?, DateTimeOffset)> happen)
    {
        if (_next < _history.Count)
        {
            var entry = _history[_next++];
            Assert.Equal(entry.Asked, asked);
            Now = entry.At;
            return (entry.Answer, entry.At);
        }

        var (answer, at) = happen();
        _history.Add((asked, answer, at));
        return null;
    }
}
