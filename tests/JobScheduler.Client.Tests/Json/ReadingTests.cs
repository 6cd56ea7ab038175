using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Tests.Stubs;

namespace JobScheduler.Client.Tests.Json;

public sealed class ReadingTests
{
    [Fact]
    public void Job_as_the_server_writes_it_is_read()
    {
        var job = JsonSerializer.Deserialize(Samples.Job, ClientJson.Of<Job>())!;

        Assert.Equal("echo", Assert.IsType<HandlerTarget>(job.Target).Name);
        Assert.Equal(Priority.High, job.Priority);
        Assert.Equal("finance", job.Labels["team"]);
        Assert.Equal(TimeSpan.FromSeconds(90), job.Retry.InitialDelay);
        Assert.Equal(TimeSpan.FromMinutes(10), job.Retry.MaxDelay);
        Assert.Equal(Backoff.Exponential, job.Retry.Backoff);
        Assert.Equal(TimeSpan.FromMilliseconds(250), job.Timeouts.Heartbeat);
        Assert.Null(job.Timeouts.Queue);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 6, 30, 0, 123, TimeSpan.Zero), job.CreatedAt);
        Assert.Equal("yesterday", job.Input!.ToElement().GetProperty("day").GetString());
        Assert.Null(job.Others);
    }

    [Fact]
    public void Run_with_values_of_a_newer_server_is_read()
    {
        var run = JsonSerializer.Deserialize(
            """{ "id": "1", "state": "hibernating", "priority": "urgent","""
                + """ "target": { "image": "x", "type": "container" }, "carbon": 3 }""",
            ClientJson.Of<Run>())!;

        Assert.Equal(RunState.Unknown, run.State);
        Assert.Equal(Priority.Unknown, run.Priority);
        Assert.False(run.HasEnded);
        Assert.Equal("container", Assert.IsType<UnknownTarget>(run.Target).Type);
        Assert.Empty(run.Labels);
    }

    [Fact]
    public void Run_that_stands_for_missed_fires_says_how_many()
    {
        var run = JsonSerializer.Deserialize(
            """{ "id": "1", "state": "queued","""
                + """ "missed": { "count": 3, "first": "2026-12-01T06:30:00.000Z", "last": "2026-12-01T08:30:00.000Z" } }""",
            ClientJson.Of<Run>())!;

        var first = new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);
        Assert.Equal(new MissedFires(3, first, first.AddHours(2)), run.Missed);
    }

    [Fact]
    public void Run_ended_in_a_state_of_a_newer_server_has_ended()
    {
        var run = JsonSerializer.Deserialize(
            """{ "id": "1", "state": "evaporated", "endedAt": "2026-12-01T06:31:00.000Z" }""",
            ClientJson.Of<Run>())!;

        Assert.True(run.HasEnded);
    }

    [Theory]
    [InlineData(RunState.Scheduled, false)]
    [InlineData(RunState.Queued, false)]
    [InlineData(RunState.Running, false)]
    [InlineData(RunState.Retrying, false)]
    [InlineData(RunState.Succeeded, true)]
    [InlineData(RunState.Failed, true)]
    [InlineData(RunState.Canceled, true)]
    [InlineData(RunState.Expired, true)]
    [InlineData(RunState.Skipped, true)]
    public void IsTerminal_of_each_state_is_as_the_contract_says(RunState state, bool end) => Assert.Equal(end, state.IsTerminal());

    [Fact]
    public void Job_of_a_newer_server_is_written_back_as_it_was()
    {
        const string Text = """{ "id": "x", "target": { "image": "y", "type": "container" }, "deadline": { "by": "06:00" } }""";

        var job = JsonSerializer.Deserialize(Text, ClientJson.Of<Job>())! with { Name = "new" };
        var written = JsonSerializer.SerializeToElement(job, ClientJson.Of<Job>());

        Assert.Equal("06:00", written.GetProperty("deadline").GetProperty("by").GetString());
        Assert.Equal("y", written.GetProperty("target").GetProperty("image").GetString());
        Assert.Equal("new", written.GetProperty("name").GetString());
    }

    [Fact]
    public void Job_with_an_unknown_value_is_not_written_by_a_guess() =>
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(
            new Job { Id = "x", Target = new HandlerTarget { Name = "echo" }, Priority = Priority.Unknown }, ClientJson.Of<Job>()));

    [Fact]
    public void Status_counts_by_state()
    {
        var status = JsonSerializer.Deserialize(
            """{ "status": "pending", "lastRun": null, "unfinished": { "queued": 3, "running": 1 } }""",
            ClientJson.Of<JobStatus>())!;

        Assert.Equal(JobStatusKind.Pending, status.Status);
        Assert.Equal(3, status.Unfinished[RunState.Queued]);
        Assert.Equal(1, status.Unfinished[RunState.Running]);
    }

    [Fact]
    public void Result_camel_case_is_read_as_a_value()
    {
        var run = JsonSerializer.Deserialize(Samples.Ended, ClientJson.Of<Run>())!;

        Assert.Equal(42, run.Result!.As<Outcome>()!.RowsRead);
    }

    private sealed record Outcome(int RowsRead);
}
