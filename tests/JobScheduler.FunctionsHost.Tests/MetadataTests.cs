using System.Reflection;
using System.Text.Json.Nodes;
using JobScheduler.Functions.Http;
using JobScheduler.FunctionsHost.Tests.Workers;
using JobScheduler.Processes.Tests.Server;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.FunctionsHost.Tests;

/// <summary>What the worker tells its host of its functions, against the attributes in the code.</summary>
public sealed class MetadataTests(WorkerFixture worker)
{
    [Fact(Timeout = Patience.Hang)]
    public void Host_is_told_every_function_with_its_trigger()
    {
        var declared = typeof(ApiFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .Select(Declared);

        Assert.Equal(declared.Order(StringComparer.Ordinal), worker.Host.Worker.Functions.Select(Told).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Patience.Hang)]
    public void Host_is_told_that_requests_go_to_a_port_of_the_worker_on_this_machine() =>
        Assert.True(worker.Host.Worker.HttpAddress.IsLoopback);

    private static string Declared(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var attributes = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes());
        var bindings = attributes.Select(attribute => attribute switch
        {
            HttpTriggerAttribute http => $"http {http.AuthLevel} {http.Route} {string.Join(',', http.Methods ?? [])}",
            QueueTriggerAttribute queue => $"queue {queue.QueueName} {queue.Connection}",
            TimerTriggerAttribute timer => $"timer {timer.Schedule} {timer.RunOnStartup}",
            OrchestrationTriggerAttribute => "orchestration",
            ActivityTriggerAttribute => "activity",
            DurableClientAttribute => "client",
            _ => null,
        });
        return $"{name}: {string.Join("; ", bindings.OfType<string>())}";
    }

    private static string Told(WorkerFunction function)
    {
        var bindings = function.Others.Prepend(function.Trigger).Select(binding => (string)binding["type"]! switch
        {
            "httpTrigger" =>
                $"http {binding["authLevel"]} {binding["route"]} {string.Join(',', binding["methods"]?.AsArray() ?? new JsonArray())}",
            "queueTrigger" => $"queue {binding["queueName"]} {binding["connection"]}",
            "timerTrigger" => $"timer {binding["schedule"]} {(bool?)binding["runOnStartup"] ?? false}",
            "orchestrationTrigger" => "orchestration",
            "activityTrigger" => "activity",
            "durableClient" => "client",
            var other => other,
        });
        return $"{function.Name}: {string.Join("; ", bindings)}";
    }
}
