using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Targets;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Execution.Places;

public sealed class ExecutionPlacesTests
{
    private static readonly PlaceKey Handler = new(QueueNames.Normal, "acme", null, TargetClass.Handler);
    private static readonly PlaceKey Call = Handler with { Class = new TargetClass("a.example") };
    private static readonly PlaceKey Suspect = Handler with { Queue = QueueNames.Suspect };

    private readonly FakeTimeProvider _time = new();
    private readonly ExecutionPlaces _places;

    public ExecutionPlacesTests() => _places = new ExecutionPlaces(1, 2, _time);

    [Fact]
    public async Task Calls_hold_no_places_of_handlers()
    {
        Assert.Single(await _places.TakeAsync([Call, Call], CancellationToken.None));
        Assert.Equal([0], await _places.TakeAsync([Handler], CancellationToken.None));
        Assert.False(_places.IsFreeFor(Handler));
    }

    [Fact]
    public async Task Runs_of_one_message_get_what_is_free_and_wait_for_no_more()
    {
        var wide = new ExecutionPlaces(4, 1, _time);

        // One of four is reserved for high.
        var granted = await wide.TakeAsync([Handler, Handler, Handler, Handler], CancellationToken.None);
        Assert.Equal([0, 1, 2], granted.Order());
        wide.Release(Handler);
        Assert.True(wide.IsFreeFor(Handler));
        Assert.Equal(0, wide.Waiting);
    }

    [Fact]
    public async Task Suspects_run_one_at_a_time_over_both_pools()
    {
        Assert.Equal([0], await _places.TakeAsync([Suspect], CancellationToken.None));
        var second = _places.TakeAsync([Suspect with { Class = Call.Class }], CancellationToken.None);
        Assert.False(second.IsCompleted);
        _places.Release(Suspect);
        Assert.Equal([0], await second);
    }

    [Fact]
    public async Task Who_gives_up_gets_nothing_and_takes_nothing()
    {
        await _places.TakeAsync([Handler], CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var waiting = _places.TakeAsync([Handler, Handler], patience.Token);
        Assert.Equal(1, _places.Waiting);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _places.Release(Handler);
        Assert.True(_places.IsFreeFor(Handler));
        Assert.Equal(0, _places.Waiting);
    }

    [Fact]
    public async Task Pool_is_stuck_when_nobody_got_a_place_for_a_while()
    {
        Assert.False(_places.IsStuckFor(Handler));
        await _places.TakeAsync([Handler], CancellationToken.None);
        Assert.False(_places.IsStuckFor(Handler));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(_places.IsStuckFor(Handler));
        Assert.False(_places.IsStuckFor(Call));
    }
}
