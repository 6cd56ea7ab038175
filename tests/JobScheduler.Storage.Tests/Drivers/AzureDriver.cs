using JobScheduler.Storage.Azure;

namespace JobScheduler.Storage.Tests;

/// <summary>The driver of storage accounts, on the emulator, whose time is the machine's: it passes by waiting.</summary>
public sealed class AzureDriver : IDriver
{
    // Visibility ends in the emulator a moment after the full second.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

#pragma warning disable RS0030 // The emulator has no other clock.
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    private readonly StorageClock _clock = new(Time);
    private AzureStorage? _storage;

    public IStorage Storage => _storage ?? throw new InvalidOperationException("not started");

    public DateTimeOffset Now => _clock.GetUtcNow();

    public bool ChecksMergedRows => false;

    public async ValueTask StartAsync()
    {
        var azurite = await SharedAzurite.GetAsync();
        _storage = new AzureStorage(
            new AzureStorageOptions { ConnectionString = await azurite.ConnectionStringAsync(), Prefix = azurite.NextPrefix() }, _clock);
        await _storage.PrepareAsync(CancellationToken.None);
    }

    public async ValueTask PassAsync(TimeSpan time) => await Task.Delay(time + Margin, Time);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
