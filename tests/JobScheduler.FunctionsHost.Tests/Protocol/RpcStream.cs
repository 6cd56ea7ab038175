using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace JobScheduler.FunctionsHost.Tests.Protocol;

/// <summary>The stream of one worker: questions, which are answered under their id, and messages that are not answered.</summary>
internal sealed class RpcStream(Stream fromWorker, Stream toWorker) : IDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker has gone, however it went.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="id">By which the answer is found.</param>
    /// <param name="kind">The member of the message that the question is.</param>
    /// <param name="content">The question.</param>
    /// <param name="answer">The member of the answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="WorkerGoneException">The worker went before it answered.</exception>
    public async Task<JsonObject> AskAsync(string id, string kind, JsonObject content, string answer, CancellationToken cancellation)
    {
        var source = _asked.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await TellAsync(id, kind, content, cancellation);
            await Task.WhenAny(source.Task, Ended).WaitAsync(cancellation);
            return source.Task.IsCompleted ? (await source.Task)[answer]!.AsObject() : throw new WorkerGoneException();
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>Sends a message that is not answered.</summary>
    public async Task TellAsync(string id, string kind, JsonObject content, CancellationToken cancellation)
    {
        var message = RpcMessages.Encode(new JsonObject { ["requestId"] = id, [kind] = content });
        await _writing.WaitAsync(cancellation);
        try
        {
            await RpcFrames.WriteAsync(toWorker, message, cancellation);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or ObjectDisposedException)
        {
            throw new WorkerGoneException(failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads until the worker has gone.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (await RpcFrames.ReadAsync(fromWorker, cancellation) is { } bytes)
            {
                var message = RpcMessages.Decode(bytes);

                // Log lines come under the id of their invocation, too.
                if (message["rpcLog"] is null && _asked.TryGetValue((string?)message["requestId"] ?? "", out var source))
                {
                    source.TrySetResult(message);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A killed worker does not end its stream in good order.
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    public void Dispose() => _writing.Dispose();
}

/// <summary>The worker went before it answered: what the host's triggers count as a failure.</summary>
internal sealed class WorkerGoneException(Exception? inner = null) : Exception("the worker has gone", inner);
