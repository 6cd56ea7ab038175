using System.Globalization;
using JobScheduler.Clock;
using JobScheduler.Processes.Tests.Server;
using Microsoft.DurableTask.Protobuf;

namespace JobScheduler.FunctionsHost.Tests;

/// <summary>Runs and schedules through the functions that the host triggers.</summary>
public sealed class TriggerTests(WorkerFixture worker)
{
    [Theory(Timeout = Patience.Hang)]
    [InlineData("high", "ExecuteHigh")]
    [InlineData("normal", "ExecuteNormal")]
    [InlineData("low", "ExecuteLow")]
    public async Task Run_is_executed_by_the_function_of_its_priority(string priority, string function)
    {
        var before = worker.Host.Succeeded(function);

        var run = await worker.Host.Api.PostAsync(
            "/api/v1/runs",
            $$"""{ "target": { "type": "handler", "name": "echo" }, "input": "{{priority}}", "priority": "{{priority}}" }""");

        Assert.Equal(priority, (await worker.Host.Api.EndOfAsync(run.Text("id")!)).Text("result"));
        Assert.True(worker.Host.Succeeded(function) > before || worker.Host.InHand(function).Count > 0);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Many_runs_end_once_each()
    {
        await using var target = await CountingTarget.StartAsync();

        var runs = await Submissions.BulkAsync(worker.Host.Api, target, 200);

        Assert.Equal(0, await Submissions.AllEndOnceAsync(worker.Host.Api, target, runs));
        Assert.Equal(runs.Count, target.Calls.Count);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Watchdog_starts_the_orchestration_and_its_turns_fire_schedules_once_each()
    {
        await using var target = await CountingTarget.StartAsync();
        var api = worker.Host.Api;
        await api.AskAsync(HttpMethod.Put, "/api/v1/jobs/tick", $$"""{ "target": { "type": "http", "url": "{{target.Url}}" } }""");
        await api.AskAsync(
            HttpMethod.Put, "/api/v1/jobs/tick/schedules/second", """
            { "spec": { "type": "cron", "cron": "* * * * * *" }, "policy": { "overlap": "allow" } }
            """);
        await target.ArrivedAsync(5);
        using (await api.SendAsync(HttpMethod.Delete, "/api/v1/jobs/tick/schedules/second"))
        {
            var runs = (await api.GetAsync("/api/v1/runs?job=tick&limit=1000"))["items"]!.AsArray();
            var nominal = runs.Select(run => DateTimeOffset.Parse(run!.Text("nominalAt")!, CultureInfo.InvariantCulture)).Order().ToList();
            Assert.Equal(Enumerable.Range(0, nominal.Count).Select(second => nominal[0].AddSeconds(second)), nominal);
        }

        var clock = await worker.Host.Hub.FindAsync(ClockOrchestration.InstanceId, TestContext.Current.CancellationToken);
        Assert.Contains(
            clock.OrchestrationState.OrchestrationStatus,
            (OrchestrationStatus[])[OrchestrationStatus.Running, OrchestrationStatus.Pending, OrchestrationStatus.ContinuedAsNew]);
        Assert.True(worker.Host.Succeeded(ClockOrchestration.Turn) > 0);
        Assert.True(worker.Host.Succeeded(ClockOrchestration.Name) > 0);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Invocation_that_the_host_gives_up_ends_its_runs_all_the_same()
    {
        await using var target = await CountingTarget.StartAsync(open: false);
        var run = Assert.Single(await Submissions.BulkAsync(worker.Host.Api, target, 1));
        await target.ArrivedAsync(1);

        foreach (var invocation in worker.Host.InHand("ExecuteNormal").Append("unknown"))
        {
            await worker.Host.Worker.CancelAsync(invocation, TestContext.Current.CancellationToken);
        }

        target.Open();
        Assert.Equal(0, await Submissions.AllEndOnceAsync(worker.Host.Api, target, [run]));
    }
}
