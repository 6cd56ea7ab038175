using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Tests.Stubs;

namespace JobScheduler.Client.Tests.Schedules;

public sealed class ScheduleReadingTests
{
    [Fact]
    public void Schedule_as_the_server_writes_it_is_read()
    {
        var schedule = Read(Samples.Schedule);

        var cron = Assert.IsType<CronSpec>(schedule.Spec);
        Assert.Equal(("30 7 * * MON-FRI", "Europe/Berlin"), (cron.Cron, cron.TimeZone));
        Assert.Equal(new DstPolicy { Gap = GapRule.Auto, Overlap = RepeatRule.Auto }, cron.Dst);
        Assert.Null(cron.StartAt);
        Assert.Equal(new DateTimeOffset(2027, 12, 31, 23, 0, 0, TimeSpan.Zero), cron.EndAt);
        Assert.Equal((100, TimeSpan.Zero), (cron.MaxRuns, cron.Jitter));
        Assert.Equal([new CalendarUse("holidays-de", CalendarShift.Next)], cron.Calendars);
        var policy = new SchedulePolicy
        {
            Misfire = MisfireRule.FireOnce,
            CatchUpWindow = TimeSpan.FromHours(1),
            MaxCatchUp = 10,
            Overlap = OverlapRule.QueueOne,
        };
        Assert.Equal(policy, schedule.Policy);
        Assert.Equal("today", schedule.Input!.ToElement().GetProperty("day").GetString());
        Assert.Null(schedule.Priority);
        Assert.Equal((true, "maintenance"), (schedule.Paused, schedule.Note));
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 6, 0, 0, TimeSpan.Zero), schedule.ResumeAt);
        Assert.Null(schedule.NextFireAt);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero), schedule.LastFireAt);
        Assert.Equal(("weekday-mornings", "hello", 41, "administrator"), (schedule.Id, schedule.JobId, schedule.Runs, schedule.CreatedBy));
        Assert.Equal((2026, 6), (schedule.CreatedAt.Year, schedule.UpdatedAt.ToUniversalTime().Hour));
        Assert.Null(schedule.Others);
    }

    [Theory]
    [InlineData("""{"type":"once","at":"2026-12-01T06:30:00.000Z"}""", typeof(OnceSpec))]
    [InlineData("""{"type":"once","after":"40m"}""", typeof(OnceSpec))]
    [InlineData(
        """{"type":"interval","every":"15m","mode":"delay","anchor":"2026-12-01T06:30:00.000Z","jitter":"5s"}""", typeof(IntervalSpec))]
    [InlineData(
        """{"type":"cron","cron":"@daily","dst":{"gap":"nextValid","overlap":"both"}"""
            + ""","calendars":[{"id":"a"},{"id":"b","shift":"previous"}]}""",
        typeof(CronSpec))]
    [InlineData("""{"type":"moon","phase":"full","timeZone":"Europe/Berlin"}""", typeof(UnknownSpec))]
    public void Spec_of_each_type_is_written_as_it_was_read(string spec, Type type)
    {
        var schedule = Read($$"""{"id":"x","spec":{{spec}}}""");

        Assert.IsType(type, schedule.Spec);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(spec), Write(schedule).GetProperty("spec")));
    }

    [Theory]
    [InlineData("""{"cron":"@daily"}""")]
    [InlineData("""{"type":"cron"}""")]
    [InlineData("\"@daily\"")]
    public void Spec_that_is_none_is_no_answer_of_this_api(string spec) =>
        Assert.Throws<JsonException>(() => Read($$"""{"id":"x","spec":{{spec}}}"""));

    [Fact]
    public void Spec_type_may_stand_anywhere() =>
        Assert.Equal(
            TimeSpan.FromMinutes(15),
            Assert.IsType<IntervalSpec>(Read("""{"id":"x","spec":{"every":"15m","type":"interval"}}""").Spec).Every);

    [Fact]
    public void Schedule_with_values_of_a_newer_server_is_read()
    {
        var schedule = Read(
            """
            { "id": "x", "policy": { "misfire": "fireSome", "overlap": "negotiate", "mood": 3 }, "priority": "urgent",
              "deadline": { "by": "06:00" },
              "spec": { "type": "cron", "cron": "@daily", "dst": { "gap": "jump", "overlap": "thrice" },
                "calendars": [{ "id": "a", "shift": "sideways" }], "carbon": 3 } }
            """);

        var cron = Assert.IsType<CronSpec>(schedule.Spec);
        Assert.Equal(
            (GapRule.Unknown, RepeatRule.Unknown, CalendarShift.Unknown), (cron.Dst.Gap, cron.Dst.Overlap, cron.Calendars[0].Shift));
        Assert.Equal((MisfireRule.Unknown, OverlapRule.Unknown), (schedule.Policy.Misfire, schedule.Policy.Overlap));
        Assert.Equal(Priority.Unknown, schedule.Priority);
        Assert.Equal("06:00", schedule.Others!["deadline"].GetProperty("by").GetString());
        Assert.Throws<ArgumentException>(() => Write(schedule));
    }

    [Fact]
    public void Schedule_of_a_newer_server_is_written_back_as_it_was()
    {
        var schedule = Read("""{ "id": "x", "spec": { "phase": "full", "type": "moon" }, "deadline": { "by": "06:00" } }""");

        var written = Write(schedule with { Note = "new" });

        Assert.Equal("06:00", written.GetProperty("deadline").GetProperty("by").GetString());
        Assert.Equal("full", written.GetProperty("spec").GetProperty("phase").GetString());
        Assert.Equal("new", written.GetProperty("note").GetString());
    }

    [Fact]
    public void Spec_of_an_unknown_type_with_a_member_set_beside_its_json_is_not_sent()
    {
        var schedule = Read("""{ "id": "x", "spec": { "type": "moon" } }""");

        Assert.Throws<ArgumentException>(() => Write(schedule with { Spec = schedule.Spec with { TimeZone = "Europe/Berlin" } }));
    }

    [Fact]
    public void Preview_without_lists_is_empty()
    {
        var preview = JsonSerializer.Deserialize(
            """{ "fires": [{ "nominalAt": "2026-03-29T01:00:00Z", "localTime": "x", "new": 1 }], "skipped": null }""",
            ClientJson.Of<FirePreview>())!;

        Assert.Empty(preview.Skipped);
        Assert.Empty(Assert.Single(preview.Fires).Notes);
    }

    private static Schedule Read(string json) => JsonSerializer.Deserialize(json, ClientJson.Of<Schedule>())!;

    private static JsonElement Write(Schedule schedule) => JsonSerializer.SerializeToElement(schedule, ClientJson.Of<Schedule>());
}
