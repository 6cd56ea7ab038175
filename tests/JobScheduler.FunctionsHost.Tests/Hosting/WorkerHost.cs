using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using JobScheduler.FunctionsHost.Tests.Protocol;
using JobScheduler.FunctionsHost.Tests.Workers;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>What the worker sees of a Functions host: its stream, its HTTP front and its triggers, over an emulated account.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    public const string Key = "k-JYA-US7YNcJP83AMqmw8fHLMuMY6-nTK";
    public const string Prefix = "worker";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _triggers = [];
    private readonly List<Worker> _workers = [];
    private readonly WorkerSlot _slot = new();
    private readonly ConcurrentDictionary<string, int> _succeeded = new();
    private readonly ConcurrentDictionary<string, string> _inHand = new();
    private readonly string _account;
    private readonly RpcEndpoint _endpoint;
    private readonly DurableHub _hub;
    private HttpFront? _front;
    private int _invocations;

    private WorkerHost(string account, RpcEndpoint endpoint, DurableHub hub) => (_account, _endpoint, _hub) = (account, endpoint, hub);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    /// <summary>The worker that was started last.</summary>
    public Worker Worker => _workers[^1];

    /// <summary>Talks to the front as the administrator.</summary>
    public ApiTalk Api { get; private set; } = null!;

    /// <summary>The front.</summary>
    public Uri Address => _front!.Address;

    /// <summary>Where the orchestrations are.</summary>
    public DurableHub Hub => _hub;

    /// <summary>Starts a host with its worker, its HTTP front and all its triggers, and waits until it is ready.</summary>
    public static async Task<WorkerHost> StartAsync(AzuriteServer account)
    {
        var host = new WorkerHost(account.ConnectionString, await RpcEndpoint.StartAsync(Limit), await DurableHub.StartAsync(Limit));
        try
        {
            await host.StartWorkerAsync();
            host._front = await HttpFront.StartAsync(host._slot, Limit);
            host.Api = new ApiTalk(host._front.Address, Key);
            host._triggers.AddRange(new HostTriggers(host, host._account, host._stopping.Token).Run());
            await host.Api.UntilReadyAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker, as the host does at its own start and after the one before has gone.</summary>
    public async Task StartWorkerAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["JobStore"] = _account,
            ["JobStorePrefix"] = Prefix,
            ["Access__AdministratorKey"] = Key,
            ["Targets__AllowedPrivateRanges"] = "127.0.0.0/8,::1/128",
        };
        _workers.Add(await Worker.StartAsync(_endpoint, settings, Limit));
        _slot.Put(Worker);
    }

    /// <summary>Ends the worker with SIGKILL; triggers wait for the next one.</summary>
    public async Task KillWorkerAsync()
    {
        await Worker.KillAsync();
        await Worker.Gone.WaitAsync(Limit);
    }

    /// <summary>How often a function has succeeded, HTTP functions aside.</summary>
    public int Succeeded(string function) => _succeeded.GetValueOrDefault(function);

    /// <summary>The invocations of a function that have not ended.</summary>
    public IReadOnlyList<string> InHand(string function) => [.. _inHand.Where(one => one.Value == function).Select(one => one.Key)];

    /// <summary>Invokes a function of the worker that is up, or of the next one.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="inputs">A typed value for each binding, by its name.</param>
    /// <param name="metadata">Of the trigger.</param>
    /// <exception cref="WorkerGoneException">The worker went first.</exception>
    public async Task<Invocation> InvokeAsync(string function, JsonObject inputs, JsonObject? metadata = null)
    {
        var worker = await _slot.UpAsync(_stopping.Token);
        var id = $"host-{Interlocked.Increment(ref _invocations).ToString(CultureInfo.InvariantCulture)}";
        _inHand[id] = function;
        try
        {
            var ended = await worker.InvokeAsync(
                worker.Functions.Single(one => one.Name == function), id, inputs, metadata, _stopping.Token);
            if (ended.Succeeded)
            {
                _succeeded.AddOrUpdate(function, 1, (_, count) => count + 1);
            }

            return ended;
        }
        finally
        {
            _inHand.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_triggers);
        Api?.Dispose();
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await _hub.DisposeAsync();
        await _endpoint.DisposeAsync();
        _stopping.Dispose();
    }
}
