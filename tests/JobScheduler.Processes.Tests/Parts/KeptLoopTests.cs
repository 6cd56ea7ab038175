using JobScheduler.Hosting.Loops;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts;

public sealed class KeptLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task Run_with_a_loop_that_fails_begins_it_again_after_longer_and_longer_pauses()
    {
        var starts = new List<TimeSpan>();
        var began = _time.GetUtcNow();
        var running = Loop(_ =>
        {
            starts.Add(_time.GetUtcNow() - began);
            throw new InvalidOperationException("on purpose");
        });

        for (var second = 0; second < 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await _stopping.CancelAsync();
        await running;
        Assert.Equal([0, 1, 3, 7, 15], starts.Select(start => (int)start.TotalSeconds));
    }

    [Fact]
    public async Task Run_with_a_loop_that_just_ends_begins_it_again()
    {
        var starts = 0;
        var running = Loop(_ =>
        {
            starts++;
            return Task.CompletedTask;
        });

        _time.Advance(TimeSpan.FromSeconds(1));
        await _stopping.CancelAsync();
        await running;

        Assert.Equal(2, starts);
    }

    [Fact]
    public async Task Run_when_told_to_stop_waits_for_the_loop()
    {
        var end = new TaskCompletionSource();
        var running = Loop(_ => end.Task);

        await _stopping.CancelAsync();
        Assert.False(running.IsCompleted);
        end.SetResult();

        await running;
    }

    private Task Loop(Func<CancellationToken, Task> loop) =>
        new KeptLoop("loop", loop, _time, NullLogger.Instance).RunAsync(_stopping.Token);
}
