using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using JobScheduler.FunctionsHost.Tests.Protocol;
using JobScheduler.FunctionsHost.Tests.Workers;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>What the worker sees of a Functions host: its stream, its HTTP front and its triggers, over an emulated account.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    public const string Key = "functions-host-tests-key-0123456789";
    public const string Prefix = "worker";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _triggers = [];
    private readonly string _account;
    private readonly RpcEndpoint _endpoint;
    private HttpFront? _front;
    private TaskCompletionSource<Worker> _worker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _invocations;

    private WorkerHost(string account, RpcEndpoint endpoint, ConcurrentQueue<WorkerLine> log) =>
        (_account, _endpoint, Log) = (account, endpoint, log);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    /// <summary>The worker that is up.</summary>
    public Worker Worker => _worker.Task.Result;

    /// <summary>Talks to the front as the administrator.</summary>
    public ApiTalk Api { get; private set; } = null!;

    public Uri Address => _front!.Address;

    /// <summary>What the worker logged through the host.</summary>
    public ConcurrentQueue<WorkerLine> Log { get; }

    /// <summary>Starts a host with its worker and its HTTP front; nothing is triggered yet.</summary>
    public static async Task<WorkerHost> StartAsync(AzuriteServer account)
    {
        var log = new ConcurrentQueue<WorkerLine>();
        var endpoint = await RpcEndpoint.StartAsync(log.Enqueue, Limit);
        var host = new WorkerHost(account.ConnectionString, endpoint, log);
        try
        {
            await host.StartWorkerAsync();
            host._front = await HttpFront.StartAsync(() => host.Worker, Limit);
            host.Api = new ApiTalk(host._front.Address, Key);
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
        _worker.SetResult(await Worker.StartAsync(_endpoint, settings, Limit));
    }

    /// <summary>Ends the worker with SIGKILL; triggers wait for the next one.</summary>
    public async Task KillWorkerAsync()
    {
        var worker = Worker;
        _worker = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await worker.KillAsync();
        await worker.DisposeAsync();
    }

    /// <summary>Listens to the queues of all functions from now on.</summary>
    public void ListenToQueues()
    {
        var settings = HostJson.Read();
        foreach (var function in Worker.Functions.Where(function => function.Kind == "queueTrigger"))
        {
            var queue = ((string)function.Trigger["queueName"]!).Replace("%JobStorePrefix%", Prefix, StringComparison.Ordinal);
            var listener = new QueueListener(_account, queue, settings, (body, message) => InvokeAsync(
                function.Name,
                new() { [function.Input] = new JsonObject { ["string"] = body } },
                QueueListener.Metadata(queue, message)));
            _triggers.Add(listener.RunAsync(_stopping.Token));
        }
    }

    /// <summary>Invokes a function of the worker that is up, or of the next one.</summary>
    /// <exception cref="WorkerGoneException">The worker went first.</exception>
    public async Task<Invocation> InvokeAsync(string function, JsonObject inputs, JsonObject? metadata = null)
    {
        var worker = await _worker.Task.WaitAsync(_stopping.Token);
        return await worker.InvokeAsync(
            worker.Functions.Single(one => one.Name == function),
            $"host-{Interlocked.Increment(ref _invocations)}",
            inputs,
            metadata,
            _stopping.Token);
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

        if (_worker.Task.IsCompletedSuccessfully)
        {
            await Worker.DisposeAsync();
        }

        await _endpoint.DisposeAsync();
        _stopping.Dispose();
    }
}
