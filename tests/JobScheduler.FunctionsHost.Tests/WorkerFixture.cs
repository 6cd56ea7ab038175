using JobScheduler.FunctionsHost.Tests.Hosting;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests;

/// <summary>A worker that is up, with all its triggers, for the tests that let it live.</summary>
public sealed class WorkerFixture : IAsyncLifetime
{
    private AzuriteServer? _account;

    internal WorkerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _account = await AzuriteServer.StartAsync(new() { InMemory = true }, TestContext.Current.CancellationToken);
        Host = await WorkerHost.StartAsync(_account);
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        if (_account is not null)
        {
            await _account.DisposeAsync();
        }
    }
}
