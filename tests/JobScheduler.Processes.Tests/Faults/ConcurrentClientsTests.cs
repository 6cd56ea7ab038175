using System.Collections.Concurrent;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

public class ConcurrentClientsTests
{
    private const int Clients = 32;
    private const int Each = 100;

    [Fact(Timeout = Patience.Hang)]
    public async Task Submit_by_many_clients_at_once_executes_each_exactly_once()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var runs = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var number = 0; number < Each; number++)
            {
                var run = await server.Api.PostAsync("/api/v1/runs", Submissions.Call(target), $"{client}-{number}");
                runs.Add(run.Text("id")!);
            }
        }));

        Assert.Equal(Clients * Each, runs.Distinct().Count());
        foreach (var run in runs)
        {
            var ended = await server.Api.EndOfAsync(run);
            Assert.Equal(("succeeded", 1), (ended.Text("state"), ended.Number("attempt")));
        }

        Assert.Equal(Clients * Each, target.Calls.Count);
        Assert.All(target.Calls.Values, count => Assert.Equal(1, count));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Submit_with_one_key_by_many_clients_at_once_makes_one_run()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(folder);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => server.Api.PostAsync("/api/v1/runs", Submissions.Call(target), "the-one")));

        var run = Assert.Single(answers.Select(answer => answer.Text("id")!).Distinct());
        await server.Api.EndOfAsync(run);
        Assert.Equal(1, Assert.Single(target.Calls).Value);
    }
}
