using JobScheduler.Clock;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Clock;

public sealed class AlarmHandlersTests
{
    [Fact]
    public void Handler_of_a_kind_is_found_and_an_unknown_kind_has_none()
    {
        var handlers = new AlarmHandlers([new Handler("mine")], []);

        Assert.IsType<Handler>(handlers.Of("mine"));
        Assert.NotNull(handlers.Of("rewind"));
        Assert.Null(handlers.Of("other"));
        Assert.Null(handlers.Of(null));
    }

    [Fact]
    public void Two_handlers_of_one_kind_are_refused() =>
        Assert.Throws<ArgumentException>(() => new AlarmHandlers([new Handler("mine"), new Handler("mine")], []));

    private sealed class Handler(string kind) : IAlarmHandler
    {
        public string Kind => kind;

        public Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms) => Task.CompletedTask;
    }
}
