using System.Text.Json.Nodes;
using JobScheduler.FunctionsHost.Tests.Protocol;
using JobScheduler.FunctionsHost.Tests.Workers;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>Invokes the functions of a worker for what they are triggered by: queues, timers, orchestrations.</summary>
internal sealed class HostTriggers(WorkerHost host, string account, CancellationToken stopping)
{
    /// <summary>Starts all of them.</summary>
    /// <returns>What ends when the host stops.</returns>
    public IEnumerable<Task> Run() =>
    [
        .. Of("queueTrigger").Select(ListenAsync),
        host.Hub.RunAsync(OrchestrateAsync, ActAsync, stopping),
        .. Of("timerTrigger").Select(function => new TimerListener(function, () => FireAsync(function)).RunAsync(stopping)),
    ];

    private IReadOnlyList<WorkerFunction> Of(string kind) => [.. host.Worker.Functions.Where(function => function.Kind == kind)];

    private Task ListenAsync(WorkerFunction function)
    {
        var queue = ((string)function.Trigger["queueName"]!).Replace("%JobStorePrefix%", WorkerHost.Prefix, StringComparison.Ordinal);
        var listener = new QueueListener(account, queue, HostJson.Read(), (body, message) => host.InvokeAsync(
            function.Name,
            new() { [function.Input] = new JsonObject { ["string"] = body } },
            QueueListener.Metadata(queue, message)));
        return listener.RunAsync(stopping);
    }

    private Task<Invocation> FireAsync(WorkerFunction function)
    {
        var inputs = new JsonObject { [function.Input] = new JsonObject { ["json"] = TimerListener.Info } };
        foreach (var client in function.Others.Where(binding => (string?)binding["type"] == "durableClient"))
        {
            inputs[(string)client["name"]!] = host.Hub.ClientInput;
        }

        return host.InvokeAsync(function.Name, inputs);
    }

    private async Task<string> OrchestrateAsync(string name, string history) =>
        (string)(await InvokeAgainAsync(name, new() { ["string"] = history })).Value!["string"]!;

    private async Task<string?> ActAsync(string name, string? input)
    {
        var ended = await InvokeAgainAsync(name, input is null ? [] : new() { ["string"] = input });
        return ended.Succeeded
            ? (string?)(ended.Value?["json"] ?? ended.Value?["string"])
            : throw new FunctionFailedException(ended.Error ?? "no reason");
    }

    /// <summary>As the Durable extension does it: what a dying worker leaves is executed again.</summary>
    private async Task<Invocation> InvokeAgainAsync(string function, JsonObject input)
    {
        var name = host.Worker.Functions.Single(one => one.Name == function).Input;
        while (true)
        {
            try
            {
                return await host.InvokeAsync(function, new() { [name] = input.DeepClone() });
            }
            catch (WorkerGoneException)
            {
                // The next worker does it.
            }
        }
    }
}
