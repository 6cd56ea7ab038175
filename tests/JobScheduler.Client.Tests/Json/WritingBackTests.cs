using System.Text.Json;
using System.Text.Json.Nodes;
using JobScheduler.Client.Json;
using JobScheduler.Client.Tests.Stubs;

namespace JobScheduler.Client.Tests.Json;

/// <summary>
/// What was read is changed and written back: what others said of it stays, what the server says of it is not repeated to it.
/// </summary>
public sealed class WritingBackTests
{
    private const int Deep = 500;

    [Fact]
    public void Job_keeps_what_this_client_does_not_know_and_leaves_out_what_the_server_sets()
    {
        var job = Read<Job>(Newer(Samples.Job));

        Equal(
            """
            { "id": "hello", "name": "new", "labels": { "team": "finance" }, "target": { "type": "handler", "name": "echo" },
              "input": { "day": "yesterday" }, "priority": "high",
              "retry": { "maxAttempts": 5, "initialDelay": "1m30s", "neverOn": ["http:400"] }, "timeouts": { "heartbeat": "250ms" },
              "paused": false, "deadline": { "by": "06:00" } }
            """,
            job with { Name = "new" });
    }

    [Fact]
    public void Schedule_keeps_what_this_client_does_not_know_and_leaves_out_what_the_server_sets()
    {
        var schedule = Read<Schedule>(Newer(Samples.Schedule));

        Equal(
            """
            { "id": "weekday-mornings",
              "spec": { "type": "cron", "cron": "30 7 * * MON-FRI", "timeZone": "Europe/Berlin", "endAt": "2027-12-31T23:00:00.000Z",
                "maxRuns": 100, "calendars": [{ "id": "holidays-de", "shift": "next" }] },
              "policy": { "overlap": "queueOne" }, "input": { "day": "today" }, "priority": "low", "paused": true, "note": "maintenance",
              "resumeAt": "2026-12-02T06:00:00.000Z", "deadline": { "by": "06:00" } }
            """,
            schedule with { Priority = Priority.Low });
    }

    [Fact]
    public void Calendar_keeps_what_this_client_does_not_know_and_leaves_out_what_the_server_sets()
    {
        var calendar = Read<Calendar>(Newer(Samples.Calendar));

        Equal(
            """
            { "id": "holidays-de", "dates": ["2026-12-25"], "weekdays": ["sun"], "ranges": [{ "from": "2026-12-28", "to": "2026-12-31" }],
              "deadline": { "by": "06:00" } }
            """,
            calendar with { Weekdays = [DayOfWeek.Sunday] });
    }

    [Theory]
    [InlineData("12345678901234567890.12345678901234567890")]
    [InlineData("1E400")]
    [InlineData("\"\\ud800 half of a character\"")]
    [InlineData("\"\\u0041<é>\"")]
    public void Values_stay_what_they_are_to_the_letter(string value)
    {
        var known = $$$"""{"id":"x","target":{"type":"http","url":"y","body":{{{value}}}},"input":{{{value}}}}""";
        var unknown = $$$"""{"id":"x","target":{"body":{{{value}}},"type":"container"}}""";

        Assert.Equal(known, Write(Read<Job>(known)));
        Assert.Equal(unknown, Write(Read<Job>(unknown)));
    }

    [Fact]
    public void Values_may_be_deep()
    {
        var deep = string.Concat(Enumerable.Repeat("[", Deep)) + string.Concat(Enumerable.Repeat("]", Deep));
        var json = $$"""{"id":"x","target":{"type":"http","url":"y","body":{{deep}}},"input":{{deep}}}""";

        var job = Read<Job>(json);
        var run = Read<Run>($$"""{ "id": "1", "state": "succeeded", "result": {{deep}} }""");

        Assert.Equal(json, Write(job));
        Assert.Equal(deep, run.Result!.Text);
        Assert.Equal(1, run.Result.ToElement().GetArrayLength());
    }

    [Fact]
    public void Target_of_a_type_of_the_caller_is_not_sent() =>
        Assert.Throws<ArgumentException>(() => Write(new Job { Id = "x", Target = new OwnTarget() }));

    private static string Newer(string sample)
    {
        var json = JsonNode.Parse(sample)!;
        json["deadline"] = new JsonObject { ["by"] = "06:00" };
        return json.ToJsonString();
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize(json, ClientJson.Of<T>())!;

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ClientJson.Of<T>());

    private static void Equal<T>(string expected, T written)
    {
        var json = Write(written);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(json)), json);
    }

    private sealed record OwnTarget : Target;
}
