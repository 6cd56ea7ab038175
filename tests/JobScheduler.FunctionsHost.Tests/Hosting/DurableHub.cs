using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using JobScheduler.TestKit;
using Microsoft.DurableTask.Protobuf;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>
/// A task hub in memory, behind the same gRPC service as the Durable extension of the host. Clients in the worker talk to it; what it
/// wants to be executed goes to the worker as invocations, as the extension sends them.
/// </summary>
internal sealed class DurableHub : IAsyncDisposable
{
    private readonly DurableSidecar _sidecar;
    private readonly GrpcChannel _channel;
    private readonly TaskHubSidecarService.TaskHubSidecarServiceClient _hub;

    private DurableHub(DurableSidecar sidecar)
    {
        _sidecar = sidecar;
        _channel = GrpcChannel.ForAddress(sidecar.Address);
        _hub = new(_channel);
    }

    /// <summary>What a function with a durable client is given for it.</summary>
    public JsonObject ClientInput => new()
    {
        ["string"] = new JsonObject
        {
            ["rpcBaseUrl"] = _sidecar.Address,
            ["taskHubName"] = "hub",
            ["connectionName"] = "JobStore",
            ["requiredQueryStringParameters"] = "",
            ["maxGrpcMessageSizeInBytes"] = int.MaxValue,
        }.ToJsonString(),
    };

    public static async Task<DurableHub> StartAsync(CancellationToken cancellation) =>
        new(await DurableSidecar.StartAsync(cancellation));

    /// <summary>Has the worker execute what the hub asks for, until it is cancelled.</summary>
    /// <param name="orchestrate">Runs an orchestrator function: its name, the encoded history; returns the encoded actions.</param>
    /// <param name="act">Runs an activity function: its name, its input as JSON; returns its result as JSON, or throws.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(
        Func<string, string, Task<string>> orchestrate, Func<string, string?, Task<string?>> act, CancellationToken stopping)
    {
        using var items = _hub.GetWorkItems(new GetWorkItemsRequest(), cancellationToken: CancellationToken.None);
        using var registration = stopping.Register(items.Dispose);
        var work = new List<Task>();
        try
        {
            await foreach (var item in items.ResponseStream.ReadAllAsync(CancellationToken.None))
            {
                work.Add(item.RequestCase == WorkItem.RequestOneofCase.ActivityRequest
                    ? ActAsync(item, act)
                    : OrchestrateAsync(item, orchestrate));
                work.RemoveAll(task => task.IsCompletedSuccessfully);
            }
        }
        catch (RpcException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(work.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        }
    }

    /// <summary>The state of an instance.</summary>
    public async Task<GetInstanceResponse> FindAsync(string instance, CancellationToken cancellation) =>
        await _hub.GetInstanceAsync(new GetInstanceRequest { InstanceId = instance }, cancellationToken: cancellation);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _sidecar.DisposeAsync();
    }

    private async Task OrchestrateAsync(WorkItem item, Func<string, string, Task<string>> orchestrate)
    {
        var request = item.OrchestratorRequest;
        var started = request.PastEvents.Concat(request.NewEvents).First(one => one.ExecutionStarted is not null).ExecutionStarted;
        var encoded = Convert.ToBase64String(Google.Protobuf.MessageExtensions.ToByteArray(request));
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(await orchestrate(started.Name, encoded)));
        response.InstanceId = request.InstanceId;
        response.CompletionToken = item.CompletionToken;
        await _hub.CompleteOrchestratorTaskAsync(response);
    }

    private async Task ActAsync(WorkItem item, Func<string, string?, Task<string?>> act)
    {
        var request = item.ActivityRequest;
        var response = new ActivityResponse
        {
            InstanceId = request.OrchestrationInstance.InstanceId,
            TaskId = request.TaskId,
            CompletionToken = item.CompletionToken,
        };
        try
        {
            // A list of the one argument, of which the extension takes what it has.
            response.Result = await act(request.Name, JsonNode.Parse(request.Input ?? "[]")!.AsArray().FirstOrDefault()?.ToJsonString());
        }
        catch (FunctionFailedException failure)
        {
            response.FailureDetails = new TaskFailureDetails { ErrorType = "Exception", ErrorMessage = failure.Message };
        }

        await _hub.CompleteActivityTaskAsync(response);
    }
}

/// <summary>A function threw.</summary>
internal sealed class FunctionFailedException(string message) : Exception(message);
