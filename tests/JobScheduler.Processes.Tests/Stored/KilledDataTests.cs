using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Stored;

/// <summary>
/// What an earlier version was in the middle of when it was killed is carried on to its end: nothing is lost, and nothing is done
/// twice.
/// </summary>
public class KilledDataTests
{
    /// <summary>Records that each operation and sweep was about: more than two of its steps take.</summary>
    private const int Many = 230;

    [Fact(Timeout = Patience.Hang)]
    public async Task Operations_under_way_are_carried_on_to_their_ends()
    {
        await using var stored = await StoredData.OpenAsync(StoredData.Killed);

        Assert.Equal(("succeeded", Many), await EndOfAsync(stored, "cancelInFlight2"));
        Assert.Equal(("succeeded", Many), await EndOfAsync(stored, "purgeInFlight"));
        Assert.Equal(("succeeded", Many), await EndOfAsync(stored, "redriveMany"));
        Assert.Equal(("succeeded", 2), await EndOfAsync(stored, "redriveAfterCanary"));
        Assert.Equal(("succeeded", 8), await EndOfAsync(stored, "backfillRunning"));

        var canceled = await stored.RunsAsync("z-canceled");
        Assert.Equal(Many, canceled.Count);
        Assert.All(canceled, run => Assert.Equal("canceled", run.Text("state")));
        Assert.Empty((await stored.Api.GetAsync("/api/v1/dead-letters?job=z-purged"))["items"]!.AsArray());

        // Each letter has one new run, which fails as the one before did, and leaves one new letter.
        await StoredData.UntilAsync(() => stored.RunsAsync("z-redriven"), runs => runs.All(run => run.Text("endedAt") is not null));
        Assert.Equal(2 * Many, (await stored.RunsAsync("z-redriven")).Count);
        Assert.Equal(Many, (await stored.Api.GetAsync("/api/v1/dead-letters?job=z-redriven&limit=1000"))["items"]!.AsArray().Count);
        Assert.Equal(4, (await stored.RunsAsync("z-canary")).Count);

        var backfilled = await stored.RunsAsync("z-backfilled");
        Assert.All(backfilled, run => Assert.Equal("succeeded", run.Text("state")));
        Assert.Equal(
            Enumerable.Range(1, 8).Select(day => new DateTimeOffset(2024, 3, day, 5, 0, 0, TimeSpan.Zero)),
            backfilled.Select(run => TimeOf(run, "nominalAt")).Order());
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Sweeps_under_way_reach_every_run()
    {
        await using var stored = await StoredData.OpenAsync(StoredData.Killed);

        await AssertEndedAsync("z-deleted", "canceled", "jobDeleted");
        await AssertEndedAsync("z-withdrawn", "canceled", "withdrawn");
        await AssertEndedAsync("z-resumed", "succeeded", null);

        await AssertGoneAsync("/api/v1/jobs/z-deleted");
        await AssertGoneAsync("/api/v1/calendars/z-deleted");

        // The calendar was changed, and its schedules had not followed yet.
        var mornings = await StoredData.UntilAsync(
            () => stored.Api.GetAsync("/api/v1/jobs/z-calendar/schedules/mornings"),
            schedule => schedule.Text("nextFireAt") != "2999-01-02T06:00:00.000Z");
        Assert.Equal(new DateTimeOffset(2999, 1, 6, 6, 0, 0, TimeSpan.Zero), TimeOf(mornings, "nextFireAt"));

        async Task AssertEndedAsync(string job, string state, string? reason)
        {
            var runs = await StoredData.UntilAsync(() => stored.RunsAsync(job), runs => runs.All(run => run.Text("endedAt") is not null));
            Assert.Equal(Many, runs.Count);
            Assert.All(runs, run => Assert.Equal((state, reason), (run.Text("state"), run.Text("reason"))));
        }

        async Task AssertGoneAsync(string path)
        {
            using var answer = await stored.Api.SendAsync(HttpMethod.Get, path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Runs_that_waited_or_ran_end()
    {
        await using var stored = await StoredData.OpenAsync(StoredData.Killed);

        // Due, or due for another attempt, while no process was there.
        Assert.Equal(("succeeded", 1), await EndOfRunAsync("soon"));
        Assert.Equal(("succeeded", 2), await EndOfRunAsync("retryingSoon"));
        Assert.Equal(("succeeded", 2), await EndOfRunAsync("retryingLater"));
        Assert.Equal(("expired", 0), await EndOfRunAsync("expires"));

        // Paused until a time that has passed: the job, and a schedule.
        foreach (var name in new[] { "until0", "until1", "until2" })
        {
            Assert.Equal(("succeeded", 1), await EndOfRunAsync(name));
        }

        await StoredData.UntilAsync(() => stored.RunsAsync("z-tick"), runs => runs.Any(run => run.Text("state") == "succeeded"));

        // Running when the process was killed: lost, which does not count as a failure, and run again.
        Assert.Equal(("succeeded", 2), await EndOfRunAsync("lost2"));
        Assert.Equal(
            ["lost", "succeeded"], (await stored.Api.AttemptsOfAsync(stored.Run("lost2"))).Select(attempt => attempt.Text("outcome")));

        // And who waited behind such a run, one after the other.
        var line = new List<DateTimeOffset>();
        foreach (var (name, attempts) in new[] { ("lineRunning0", 2), ("lineRunning1", 1), ("lineRunning2", 1) })
        {
            Assert.Equal(("succeeded", attempts), await EndOfRunAsync(name));
            var run = await stored.Api.EndOfAsync(stored.Run(name));
            line.AddRange(TimeOf(run, "startedAt"), TimeOf(run, "endedAt"));
        }

        Assert.Equal(line.Order(), line);

        async Task<(string? State, int Attempt)> EndOfRunAsync(string name)
        {
            var run = await stored.Api.EndOfAsync(stored.Run(name));
            return (run.Text("state"), run.Number("attempt"));
        }
    }

    private static async Task<(string? State, int Done)> EndOfAsync(StoredData stored, string operation)
    {
        var ended = await stored.EndOfOperationAsync(operation);
        return (ended.Text("state"), ended.Number("done"));
    }

    private static DateTimeOffset TimeOf(JsonNode of, string member) =>
        DateTimeOffset.Parse(of.Text(member)!, CultureInfo.InvariantCulture);
}
