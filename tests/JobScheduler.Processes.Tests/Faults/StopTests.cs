using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

public class StopTests
{
    [Theory(Timeout = Patience.Hang)]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Stop_with_work_that_outlasts_the_grace_period_hands_it_back_and_ends_with_0(string signal)
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync(open: false);
        List<string> runs;
        await using (
            var first = await StandaloneProcess.StartAsync(folder, "--Execution:GracePeriod", "500ms", "--Execution:Workers", "10"))
        {
            runs = await Submissions.BulkAsync(first.Api, target, 30);
            await target.ArrivedAsync(10);
            await first.SignalAsync(signal);
            var ended = await first.EndAsync();
            Assert.Equal((0, ""), (ended.Code, ended.Errors));
        }

        target.Open();
        await using var second = await StandaloneProcess.StartAsync(folder);

        Assert.InRange(await Submissions.AllEndOnceAsync(second.Api, target, runs), 10, 30);
        Assert.All(runs, run => Assert.Contains(target.Calls.Keys, call => call.Key == run));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_with_work_that_ends_in_time_lets_it_end()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync(open: false);
        List<string> runs;
        await using (var first = await StandaloneProcess.StartAsync(folder, "--Execution:GracePeriod", "1m"))
        {
            runs = await Submissions.BulkAsync(first.Api, target, 5);
            await target.ArrivedAsync(5);
            await first.SignalAsync("TERM");
            target.Open();
            Assert.Equal(0, (await first.EndAsync()).Code);
        }

        await using var second = await StandaloneProcess.StartAsync(folder);

        Assert.Equal(0, await Submissions.AllEndOnceAsync(second.Api, target, runs));
        Assert.Equal(5, target.Calls.Count);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_that_waits_says_for_what()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync(open: false);
        await using var server = await StandaloneProcess.StartAsync(folder, "--Execution:GracePeriod", "1h");
        var run = Assert.Single(await Submissions.BulkAsync(server.Api, target, 1));
        await target.ArrivedAsync(1);

        await server.SignalAsync("INT");
        await server.SaysAsync("1 running attempt has 1h to end");
        await server.SaysAsync($"Waiting for {run} (");
        target.Open();

        var ended = await server.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.EndsWith(" info   Stopped", ended.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_with_nothing_running_says_just_that()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);

        var ended = await server.StopAsync();

        Assert.Equal(
            ["Stopping: nothing is running", "Stopped"],
            ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^2..].Select(line => line[(line.IndexOf('S'))..].TrimEnd()));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_asked_for_twice_hands_back_at_once()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync(open: false);
        List<string> runs;
        await using (var server = await StandaloneProcess.StartAsync(folder, "--Execution:GracePeriod", "1h"))
        {
            runs = await Submissions.BulkAsync(server.Api, target, 3);
            await target.ArrivedAsync(3);
            await server.SignalAsync("INT");
            await server.Api.UntilAsync("/health/ready", System.Net.HttpStatusCode.ServiceUnavailable);

            await server.SignalAsync("INT");

            var ended = await server.EndAsync();
            Assert.Equal(130, ended.Code);
            Assert.Contains("Asked to stop again: 3 running attempts are handed back now", ended.Output, StringComparison.Ordinal);
        }

        target.Open();
        await using var second = await StandaloneProcess.StartAsync(folder);

        Assert.Equal(3, await Submissions.AllEndOnceAsync(second.Api, target, runs));
        var attempts = await second.Api.AttemptsOfAsync(runs[0]);
        Assert.Equal(["handedBack", "succeeded"], attempts.Select(attempt => attempt.Text("outcome")));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_lets_go_of_requests_that_wait()
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(folder);
        var accepted = await server.Api.PostAsync(
            "/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "after": "1h" }""");
        var run = accepted.Text("id");
        var waiting = server.Api.SendAsync(HttpMethod.Get, $"/api/v1/runs/{run}?wait=60s");

        // Answered behind the waiting one or beside it: either way that one has been sent.
        await server.Api.GetAsync($"/api/v1/runs/{run}");
        var ended = await server.StopAsync();

        using var answer = await waiting;
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(0, ended.Code);
    }
}
