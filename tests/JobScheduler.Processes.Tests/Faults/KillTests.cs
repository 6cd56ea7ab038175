using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

public class KillTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Kill_in_the_middle_of_a_thousand_runs_loses_none_and_finishes_none_twice()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        List<string> runs;
        await using (var first = await StandaloneProcess.StartAsync(folder))
        {
            runs = await Submissions.BulkAsync(first.Api, target, 1000);
            await target.ArrivedAsync(300);
            await first.KillAsync();
        }

        await using var second = await StandaloneProcess.StartAsync(folder);

        await Submissions.AllEndOnceAsync(second.Api, target, runs);
        Assert.Equal(runs.Order(), target.Calls.Keys.Select(call => call.Key).Distinct().Order());
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Kill_while_all_workers_are_busy_counts_the_attempts_as_lost_and_repeats_them()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync(open: false);
        List<string> runs;
        await using (var first = await StandaloneProcess.StartAsync(folder, "--Execution:Workers", "5"))
        {
            runs = await Submissions.BulkAsync(first.Api, target, 5);
            await target.ArrivedAsync(5);
            await first.KillAsync();
        }

        target.Open();
        await using var second = await StandaloneProcess.StartAsync(folder);

        Assert.Equal(5, await Submissions.AllEndOnceAsync(second.Api, target, runs));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Kill_right_after_the_answer_keeps_what_was_accepted()
    {
        using var folder = new TestFolder();
        string run;
        await using (var first = await StandaloneProcess.StartAsync(folder))
        {
            var accepted = await first.Api.PostAsync(
                "/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "input": "kept", "after": "1s" }""");
            run = accepted.Text("id")!;
            await first.KillAsync();
        }

        await using var second = await StandaloneProcess.StartAsync(folder);

        var ended = await second.Api.EndOfAsync(run);
        Assert.Equal("succeeded", ended.Text("state"));
        Assert.Equal("kept", ended.Text("result"));
    }
}
