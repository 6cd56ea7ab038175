using System.Globalization;
using System.Text.Json.Nodes;
using JobScheduler.FunctionsHost.Tests.Protocol;

namespace JobScheduler.FunctionsHost.Tests.Workers;

/// <summary>A worker that has introduced itself, and whose functions are loaded.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private static int _started;
    private static int _asked;

    private readonly WorkerProcess _process;
    private readonly RpcStream _stream;

    private Worker(WorkerProcess process, RpcStream stream, JsonObject capabilities, IReadOnlyList<WorkerFunction> functions)
    {
        (_process, _stream, Functions) = (process, stream, functions);
        HttpAddress = new Uri((string)capabilities["HttpUri"]!);
        Capabilities = capabilities;
    }

    public IReadOnlyList<WorkerFunction> Functions { get; }

    public JsonObject Capabilities { get; }

    /// <summary>The worker's own port.</summary>
    public Uri HttpAddress { get; }

    public int Id => _process.Id;

    /// <summary>Completes when the worker has gone.</summary>
    public Task Gone => _stream.Ended;

    /// <summary>What it wrote to its console.</summary>
    public string Said => _process.Said;

    /// <summary>Starts a worker and does what the host does before the first invocation.</summary>
    public static async Task<Worker> StartAsync(
        RpcEndpoint endpoint, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        var id = $"worker-{Interlocked.Increment(ref _started).ToString(CultureInfo.InvariantCulture)}";
        var process = WorkerProcess.Start(endpoint.Address, id, settings);
        try
        {
            var connecting = endpoint.NextAsync(cancellation).AsTask();
            if (await Task.WhenAny(connecting, process.EndAsync(cancellation)) != connecting)
            {
                throw new InvalidOperationException($"the worker ended instead of connecting: {process.Said}");
            }

            var stream = await connecting;
            var answer = await AskAsync(
                stream,
                "workerInitRequest",
                new()
                {
                    ["hostVersion"] = "4.1037.0",
                    ["capabilities"] = new JsonObject { ["HandlesInvocationCancelMessage"] = "true" },
                    ["workerDirectory"] = WorkerProcess.Folder,
                    ["functionAppDirectory"] = WorkerProcess.Folder,
                },
                "workerInitResponse",
                cancellation);
            var functions = await LoadAsync(stream, cancellation);
            return new Worker(process, stream, answer["capabilities"]!.AsObject(), functions);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes a function, and waits for its end.</summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="id">Of the invocation.</param>
    /// <param name="inputs">A typed value for each binding, by its name.</param>
    /// <param name="metadata">Of the trigger: typed values by name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="WorkerGoneException">The worker went first.</exception>
    public async Task<Invocation> InvokeAsync(
        WorkerFunction function, string id, JsonObject inputs, JsonObject? metadata, CancellationToken cancellation)
    {
        var request = new JsonObject
        {
            ["invocationId"] = id,
            ["functionId"] = function.Id,
            ["inputData"] = new JsonArray([.. inputs.Select(
                input => (JsonNode)new JsonObject { ["name"] = input.Key, ["data"] = input.Value!.DeepClone() })]),
            ["triggerMetadata"] = metadata ?? [],
            ["traceContext"] = new JsonObject(),
            ["retryContext"] = new JsonObject(),
        };
        var answer = await _stream.AskAsync(id, "invocationRequest", request, "invocationResponse", cancellation);
        return new Invocation(
            (string?)answer["result"]?["status"] ?? "Failure",
            (string?)answer["result"]?["exception"]?["message"],
            answer["returnValue"]?.AsObject());
    }

    /// <summary>As when the host gives up an invocation.</summary>
    public Task CancelAsync(string invocation, CancellationToken cancellation) => _stream.TellAsync(
        NextId(), "invocationCancel", new JsonObject { ["invocationId"] = invocation }, cancellation);

    /// <summary>As when the host stops: the worker has the grace period to end by itself.</summary>
    /// <returns>How it ended.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellation)
    {
        await _stream.TellAsync(NextId(), "workerTerminate", new JsonObject { ["gracePeriod"] = "5s" }, cancellation);
        return await _process.EndAsync(cancellation);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<IReadOnlyList<WorkerFunction>> LoadAsync(RpcStream stream, CancellationToken cancellation)
    {
        var answer = await AskAsync(
            stream,
            "functionsMetadataRequest",
            new() { ["functionAppDirectory"] = WorkerProcess.Folder },
            "functionMetadataResponse",
            cancellation);
        var functions = new List<WorkerFunction>();
        foreach (var metadata in answer["functionMetadataResults"]!.AsArray().Select(result => result!.AsObject()))
        {
            var function = WorkerFunction.Of(metadata);
            await AskAsync(
                stream,
                "functionLoadRequest",
                new() { ["functionId"] = function.Id, ["metadata"] = WorkerFunction.ForLoad(metadata) },
                "functionLoadResponse",
                cancellation);
            functions.Add(function);
        }

        return functions;
    }

    private static async Task<JsonObject> AskAsync(
        RpcStream stream, string kind, JsonObject content, string expected, CancellationToken cancellation)
    {
        var answer = await stream.AskAsync(NextId(), kind, content, expected, cancellation);
        Assert.True((string?)answer["result"]?["status"] == "Success", $"{kind}: {answer}");
        return answer;
    }

    private static string NextId() => $"request-{Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>How an invocation ended.</summary>
/// <param name="Status">Success, Failure or Cancelled.</param>
/// <param name="Error">What the function threw.</param>
/// <param name="Value">What it returned, as a typed value.</param>
internal sealed record Invocation(string Status, string? Error, JsonObject? Value)
{
    public bool Succeeded => Status == "Success";
}
