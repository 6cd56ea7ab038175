using JobScheduler.TestKit;

[assembly: AssemblyFixture(typeof(JobScheduler.Storage.Tests.SharedAzurite))]

namespace JobScheduler.Storage.Tests;

/// <summary>
/// One emulator for all tests of the assembly, started by the first that asks for it. Each test has a prefix of its own in it.
/// </summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteServer>> _server =
        new(() => AzuriteServer.StartAsync(new AzuriteOptions { InMemory = true }, CancellationToken.None));

    private int _prefixes;

    public static async Task<SharedAzurite> GetAsync() =>
        await TestContext.Current.GetFixture<SharedAzurite>() ?? throw new InvalidOperationException("the fixture is of the assembly");

    public async Task<string> ConnectionStringAsync() => (await _server.Value).ConnectionString;

    public string NextPrefix() => $"test{Interlocked.Increment(ref _prefixes)}";

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
