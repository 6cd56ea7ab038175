using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Stored;

/// <summary>Data of an earlier version open, read as they did, and go on from where that version left them.</summary>
public class StoredDataTests
{
    public static TheoryData<string> Versions { get; } = ["9a56610", StoredData.Killed];

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Everything_is_answered_as_before(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        var now = await stored.NowAsync();
        var differences = new List<string>();
        var asked = 0;

        foreach (var answer in (await StoredData.AnswersAsync(version)).Where(answer => answer.Holds(now)))
        {
            differences.AddRange(await answer.DifferencesAsync(stored.Api));
            asked++;
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
        Assert.True(asked > 500, $"only {asked} answers hold");
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Causes_of_dead_letters_are_the_same(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        var causes = (await stored.Api.GetAsync("/api/v1/dead-letters/causes"))["items"]!.AsArray().ToDictionary(
            cause => cause!.Text("id")!);

        // What fails after the start adds causes of its own.
        Assert.All(
            stored.Known["causes"]!.AsArray(),
            cause => Assert.Equal(CanonicalJson.Text(cause), CanonicalJson.Text(causes[cause!.Text("id")!])));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Definitions_written_back_as_they_are_read_are_no_change(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        foreach (var job in stored.Known["jobs"]!.AsArray().Select(id => (string)id!))
        {
            // The version too: what is written equals what is stored.
            await WriteBackAsync(stored.Api, $"/api/v1/jobs/{job}");
            foreach (var id in await ItemsAsync(stored.Api, $"/api/v1/jobs/{job}/schedules"))
            {
                await WriteBackAsync(
                    stored.Api, $"/api/v1/jobs/{job}/schedules/{id}", Fires(job) ? ["nextFireAt", "lastFireAt", "runs"] : []);
            }
        }

        foreach (var id in await ItemsAsync(stored.Api, "/api/v1/calendars"))
        {
            await WriteBackAsync(stored.Api, $"/api/v1/calendars/{id}");
        }
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Idempotency_keys_are_known(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        foreach (var used in stored.Known["keys"]!.AsArray().Select(used => used!))
        {
            var (path, key) = (used.Text("path")!, used.Text("key")!);
            using var again = await stored.Api.SendAsync(HttpMethod.Post, path, used.Text("request"), key);
            Assert.Equal((key, HttpStatusCode.OK), (key, again.StatusCode));
            Assert.Equal(
                used.Text("run"), JsonNode.Parse(await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("id"));
            using var other = await stored.Api.SendAsync(HttpMethod.Post, path, used.Text("otherRequest"), key);
            Assert.Equal((key, HttpStatusCode.UnprocessableEntity), (key, other.StatusCode));
        }

        var bulk = stored.Known["bulk"]!;
        var items = (await stored.Api.PostAsync("/api/v1/runs/bulk", bulk.Text("request")!))["items"]!.AsArray();
        Assert.Equal(bulk["runs"]!.AsArray().Select(id => (string?)id), items.Select(item => item!["run"]?.Text("id")));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Runs_of_a_paused_job_go_on_when_it_is_resumed(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        await stored.Api.PostAsync("/api/v1/jobs/held/resume", "{}");
        await stored.Api.PostAsync("/api/v1/jobs/held-line/resume", "{}");

        foreach (var name in new[] { "held0", "held1", "held2", "heldLarge" })
        {
            var run = await stored.Api.EndOfAsync(stored.Run(name));
            Assert.Equal(("succeeded", 1), (run.Text("state"), run.Number("attempt")));
            Assert.Equal(CanonicalJson.Text(run["input"]), CanonicalJson.Text(run["result"]));
        }

        var line = new List<DateTimeOffset>();
        foreach (var name in new[] { "line0", "line1", "line2" })
        {
            var run = await stored.Api.EndOfAsync(stored.Run(name));
            Assert.Equal("succeeded", run.Text("state"));
            line.AddRange(TimeOf(run, "startedAt"), TimeOf(run, "endedAt"));
        }

        // One after the other, in the order in which they came.
        Assert.Equal(line.Order(), line);
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Backfill_in_progress_goes_on_when_its_job_is_resumed(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        Assert.Equal("running", (await stored.Api.GetAsync(stored.Operation("backfillInFlight"))).Text("state"));

        await stored.Api.PostAsync("/api/v1/jobs/held-backfill/resume", "{}");

        var ended = await stored.EndOfOperationAsync("backfillInFlight");
        Assert.Equal(("succeeded", 5, 5), (ended.Text("state"), ended.Number("done"), ended.Number("total")));
        var runs = await stored.RunsAsync("held-backfill");
        Assert.All(
            runs, run => Assert.Equal(("succeeded", """{"of":"the schedule"}"""), (run.Text("state"), CanonicalJson.Text(run["result"]))));
        Assert.Equal(
            Enumerable.Range(1, 5).Select(day => new DateTimeOffset(2024, 3, day, 5, 0, 0, TimeSpan.Zero)),
            runs.Select(run => TimeOf(run, "nominalAt")).Order());
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Redrive_in_progress_watches_its_canary(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        Assert.Equal("running", (await stored.Api.GetAsync(stored.Operation("redriveInFlight"))).Text("state"));

        await stored.Api.PostAsync("/api/v1/jobs/held-redrive/resume", "{}");

        // The canary fails as its target always does, and comes back as dead letters; the other five were left alone.
        var ended = await stored.EndOfOperationAsync("redriveInFlight");
        Assert.Equal(("failed", 2), (ended.Text("state"), ended.Number("done")));
        Assert.Contains("the canary run", ended.Text("error"), StringComparison.Ordinal);
        await StoredData.UntilAsync(() => stored.RunsAsync("held-redrive"), runs => runs.Count(run => run.Text("state") == "failed") == 9);
        Assert.Equal(7, (await stored.Api.GetAsync("/api/v1/dead-letters?job=held-redrive"))["items"]!.AsArray().Count);
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Operations_in_the_middle_of_their_steps_go_on(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        var canceled = await stored.EndOfOperationAsync("cancelInFlight");
        var redriven = await stored.EndOfOperationAsync("redriveAtRate");

        Assert.Equal(("succeeded", 300), (canceled.Text("state"), canceled.Number("done")));
        Assert.All(await stored.RunsAsync("canceled-by-many"), run => Assert.Equal("canceled", run.Text("state")));
        Assert.Equal(("succeeded", 2), (redriven.Text("state"), redriven.Number("done")));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Dead_letters_are_redriven(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        var letter = Assert.Single((await stored.Api.GetAsync("/api/v1/dead-letters?job=dead"))["items"]!.AsArray())!;

        var again = await stored.Api.PostAsync($"/api/v1/dead-letters/{letter.Text("id")}/redrive", "{}");
        var mended = await stored.Api.PostAsync($"/api/v1/runs/{stored.Run("deadMended")}/redrive", """{ "input": { "times": 0 } }""");

        Assert.Equal("failed", (await stored.Api.EndOfAsync(again.Text("id")!)).Text("state"));
        var next = Assert.Single((await stored.Api.GetAsync("/api/v1/dead-letters?job=dead"))["items"]!.AsArray())!;
        Assert.Equal((again.Text("id"), CanonicalJson.Text(letter["cause"])), (next.Text("runId"), CanonicalJson.Text(next["cause"])));
        Assert.Equal("succeeded", (await stored.Api.EndOfAsync(mended.Text("id")!)).Text("state"));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Queued_runs_and_those_whose_time_is_over_end(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        foreach (var id in stored.Known["queued"]!.AsArray().Select(id => (string)id!))
        {
            Assert.Equal("succeeded", (await stored.Api.EndOfAsync(id)).Text("state"));
            var attempts = await stored.Api.AttemptsOfAsync(id);
            Assert.Equal("succeeded", attempts[^1].Text("outcome"));

            // Those that had begun were handed back by a process that was stopped, and lost by one that was killed.
            Assert.All(
                attempts[..^1], attempt => Assert.Equal(version == StoredData.Killed ? "lost" : "handedBack", attempt.Text("outcome")));
        }

        var overdue = await stored.Api.EndOfAsync(stored.Run("overdue"));
        Assert.Equal(("failed", "timeout"), (overdue.Text("state"), overdue["error"]!.Text("type")));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Tokens_of_attempts_are_taken(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        await stored.Api.EndOfAsync(stored.Run("overdue"));
        const string Done = """{ "fence": 1, "outcome": "succeeded", "result": "by the token of before" }""";

        using var open = await stored.SendAsAttemptAsync("open", "complete", Done);
        using var overdue = await stored.SendAsAttemptAsync("overdue", "complete", Done);

        // The open one may take 30 days; with older data it has ended as well. Known are both: a wrong token would be answered with 401.
        var attempts = await stored.Api.AttemptsOfAsync(stored.Run("open"));
        Assert.Equal(attempts[0].Text("outcome") == "succeeded" ? HttpStatusCode.OK : HttpStatusCode.Conflict, open.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, overdue.StatusCode);
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Runs_for_a_far_day_can_be_canceled(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        foreach (var name in new[] { "farCanceled", "farJob", "farEverything", "farLarge", "farLargeTarget", "heldFar", "retrying" })
        {
            await stored.Api.PostAsync($"/api/v1/runs/{stored.Run(name)}/cancel", "{}");
            Assert.Equal("canceled", (await stored.Api.EndOfAsync(stored.Run(name))).Text("state"));
        }
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Schedules_make_up_for_what_they_missed(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        async Task<List<JsonNode>> LateAsync(string job) =>
            [.. (await stored.RunsAsync(job)).Where(run => run["missed"] is not null && run.Text("endedAt") is not null)];

        var once = await StoredData.UntilAsync(() => LateAsync("tick-once"), runs => runs.Any(run => run.Text("state") == "succeeded"));
        var all = await StoredData.UntilAsync(() => LateAsync("tick-all"), runs => runs.Any(run => run.Text("state") == "succeeded"));
        var skipped = await StoredData.UntilAsync(() => LateAsync("tick-skip"), runs => runs.Count > 0);

        Assert.Single(once, run => run.Text("state") == "succeeded");
        Assert.InRange(all.Count(run => run.Text("state") == "succeeded"), 1, 3);
        Assert.All(skipped, run => Assert.Equal(("skipped", "missed"), (run.Text("state"), run.Text("reason"))));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Run_handed_to_a_queue_ahead_of_its_time_runs_once(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        var run = await stored.Api.EndOfAsync(stored.Run("ahead"));

        Assert.Equal(("succeeded", 1), (run.Text("state"), run.Number("attempt")));
        Assert.Single(await stored.RunsAsync("tick-ahead"), other => other.Text("nominalAt") == run.Text("nominalAt"));
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Schedules_fire_on(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);
        await stored.Api.PostAsync("/api/v1/jobs/tick-resumed/schedules/every-second/resume", "{}");
        var started = await stored.NowAsync();

        // Two seconds after the end of each run; and each second, once it is resumed, without what was due while it was paused.
        foreach (var job in new[] { "tick-delay", "tick-resumed" })
        {
            await StoredData.UntilAsync(
                () => stored.RunsAsync(job),
                runs => runs.Count(run => TimeOf(run, "nominalAt") > started && run.Text("state") == "succeeded") >= 2);
        }

        Assert.DoesNotContain(await stored.RunsAsync("tick-resumed"), run => run["missed"] is not null);
    }

    [Theory(Timeout = Patience.Hang)]
    [MemberData(nameof(Versions))]
    public async Task Schedules_can_be_triggered_and_resumed(string version)
    {
        await using var stored = await StoredData.OpenAsync(version);

        var run = await stored.Api.PostAsync("/api/v1/jobs/triggered/schedules/by-hand/trigger", "{}");
        var ended = await stored.Api.EndOfAsync(run.Text("id")!);
        var resumed = await stored.Api.PostAsync("/api/v1/jobs/specs/schedules/paused/resume", "{}");

        Assert.Equal(("succeeded", """{"by":"hand"}"""), (ended.Text("state"), CanonicalJson.Text(ended["result"])));
        Assert.NotNull(resumed.Text("nextFireAt"));
    }

    /// <summary>Whether schedules of the job may fire while a test runs.</summary>
    private static bool Fires(string job) => job == "clocks" || job.StartsWith("tick-", StringComparison.Ordinal);

    private static async Task<List<string>> ItemsAsync(ApiTalk api, string path) =>
        [.. (await api.GetAsync($"{path}?limit=1000"))["items"]!.AsArray().Select(item => item!.Text("id")!)];

    private static async Task WriteBackAsync(ApiTalk api, string path, params string[] besides)
    {
        // As text: an input counts with its whitespace.
        using var answer = await api.SendAsync(HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var read = JsonNode.Parse(text)!;
        var written = await api.AskAsync(HttpMethod.Put, path, text);
        foreach (var member in besides.Append("updatedAt"))
        {
            read.AsObject().Remove(member);
            written.AsObject().Remove(member);
        }

        Assert.Equal(CanonicalJson.Text(read), CanonicalJson.Text(written));
    }

    private static DateTimeOffset TimeOf(JsonNode run, string member) =>
        DateTimeOffset.Parse(run.Text(member)!, CultureInfo.InvariantCulture);
}
