using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

public sealed class SqliteDriver : IDriver
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStorage _storage;

    public SqliteDriver() => _storage = new(new SqliteOptions { Folder = _folder.Path }, _time);

    public IStorage Storage => _storage;

    public DateTimeOffset Now => _time.GetUtcNow();

    public ValueTask StartAsync() => _storage.PrepareAsync(CancellationToken.None);

    public ValueTask PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }
}
