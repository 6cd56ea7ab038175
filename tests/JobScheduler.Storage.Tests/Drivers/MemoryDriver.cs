using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

public sealed class MemoryDriver : IDriver
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public MemoryDriver() => Storage = new MemoryStorage(_time);

    public IStorage Storage { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public ValueTask StartAsync() => Storage.PrepareAsync(CancellationToken.None);

    public ValueTask PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
