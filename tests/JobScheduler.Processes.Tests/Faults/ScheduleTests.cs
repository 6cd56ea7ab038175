using System.Globalization;
using System.Net;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Faults;

/// <summary>Schedules of real processes that die: each nominal time has exactly one run, on both drivers.</summary>
public class ScheduleTests
{
    private const string Rules = "allow queueAll";

    [Fact(Timeout = Patience.Hang)]
    public async Task Kill_in_the_middle_of_fires_loses_none_and_doubles_none()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        await using (var first = await StandaloneProcess.StartAsync(folder))
        {
            await PutAsync(first.Api, target);
            await target.ArrivedAsync(12);
            await first.KillAsync();
        }

        await using var second = await StandaloneProcess.StartAsync(folder);

        await CheckAsync(second.Api, target);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Kill_of_the_process_that_has_the_clock_leaves_the_fires_to_the_other_one()
    {
        await using var account = await AzuriteServer.StartAsync(
            new AzuriteOptions { InMemory = true }, TestContext.Current.CancellationToken);
        await using var target = await CountingTarget.StartAsync();
        await using var owner = await StandaloneProcess.StartAsync(account, "--Clock:TakeOverAfter", "5s");
        await using var other = await StandaloneProcess.StartAsync(account, "--Clock:TakeOverAfter", "5s");
        await PutAsync(owner.Api, target);
        await target.ArrivedAsync(12);
        await owner.KillAsync();

        await CheckAsync(other.Api, target);
    }

    private static async Task PutAsync(ApiTalk api, CountingTarget target)
    {
        await api.AskAsync(HttpMethod.Put, "/api/v1/jobs/tick", $$"""{ "target": { "type": "http", "url": "{{target.Url}}" } }""");
        foreach (var rule in Rules.Split(' '))
        {
            await api.AskAsync(HttpMethod.Put, $"/api/v1/jobs/tick/schedules/{rule.ToLowerInvariant()}", $$"""
                { "spec": { "type": "cron", "cron": "* * * * * *" }, "policy": { "overlap": "{{rule}}" } }
                """);
        }
    }

    private static async Task CheckAsync(ApiTalk api, CountingTarget target)
    {
        await target.ArrivedAsync(target.Calls.Count + 20);
        foreach (var rule in Rules.Split(' '))
        {
            var schedule = rule.ToLowerInvariant();
            await DeleteAsync(api, $"/api/v1/jobs/tick/schedules/{schedule}");
            var runs = (await api.GetAsync($"/api/v1/runs?job=tick&schedule={schedule}&limit=1000"))["items"]!.AsArray();
            var nominal = runs.Select(run => DateTimeOffset.Parse(run!.Text("nominalAt")!, CultureInfo.InvariantCulture)).Order().ToList();
            Assert.True(nominal.Count >= 8, $"{schedule} has {nominal.Count} runs");
            Assert.Equal(Enumerable.Range(0, nominal.Count).Select(second => nominal[0].AddSeconds(second)), nominal);
            await Submissions.AllEndOnceAsync(api, target, [.. runs.Select(run => run!.Text("id")!)]);
        }
    }

    /// <summary>As a good client does it: 503 is asked again, and one of those may have taken effect.</summary>
    private static async Task DeleteAsync(ApiTalk api, string path)
    {
        for (var asked = 1; ; asked++)
        {
            using var answer = await api.SendAsync(HttpMethod.Delete, path);
            if (answer.IsSuccessStatusCode || (asked > 1 && answer.StatusCode == HttpStatusCode.NotFound))
            {
                return;
            }

            Assert.True(
                answer.StatusCode == HttpStatusCode.ServiceUnavailable,
                $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }
}
