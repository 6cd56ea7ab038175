using System.Text;
using System.Text.Json;
using JobScheduler.Api.Http;
using JobScheduler.Api.Runs;
using JobScheduler.Api.Schedules;
using JobScheduler.Schedules;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Schedules;

public sealed class ScheduleBodiesTests
{
    private const string Cron = """{ "type": "cron", "cron": "0 9 * * *" }""";

    public static TheoryData<ScheduleSpec> Specs => new()
    {
        new OnceSpec { At = Time("2031-05-01T10:00:00Z") },
        new IntervalSpec
        {
            Every = TimeSpan.FromMinutes(90),
            Mode = IntervalMode.Delay,
            Anchor = Time("2026-12-01T00:00:00Z"),
            MaxRuns = 3,
        },
        new CronSpec
        {
            Cron = "30 7 * * MON-FRI",
            TimeZone = "Europe/Berlin",
            Dst = new DstPolicy { Gap = GapRule.NextValid, Overlap = RepeatRule.Both },
            StartAt = Time("2026-12-01T00:00:00Z"),
            EndAt = Time("2027-12-01T00:00:00Z"),
            MaxRuns = 5,
            Jitter = TimeSpan.FromSeconds(30),
            Calendars = [new CalendarUse("holidays-de", CalendarShift.Next), new CalendarUse("weekends")],
        },
    };

    [Theory]
    [MemberData(nameof(Specs), DisableDiscoveryEnumeration = true)]
    public void Read_whatIsShown_isTheSame(ScheduleSpec spec)
    {
        var schedule = new ScheduleRecord
        {
            Tenant = "default",
            JobId = "job",
            Id = "one",
            Definition = new ScheduleDefinition
            {
                Spec = spec,
                Policy = new SchedulePolicy
                {
                    Misfire = MisfireRule.FireAll,
                    CatchUpWindow = TimeSpan.FromHours(2),
                    MaxCatchUp = 4,
                    Overlap = OverlapRule.QueueOne,
                },
                Input = new RawJson("""{"a":1}"""),
                Priority = Priority.High,
            },
            Pause = new SchedulePause(Time("2026-11-01T00:00:00Z"), "me", "why", Time("2026-12-24T00:00:00Z")),
            NextFireAt = Time("2026-12-01T06:30:00Z"),
            Runs = 2,
            CreatedBy = "me",
            CreatedAt = Time("2026-10-01T00:00:00Z"),
            UpdatedAt = Time("2026-10-02T00:00:00Z"),
        };
        var shown = JsonSerializer.Serialize(ScheduleViews.Of(schedule), WireJson.Default.Schedule);
        var body = Read(shown);
        Assert.Equal(new SchedulePauseWish(true, "why", Time("2026-12-24T00:00:00Z")), ScheduleBodies.PauseOf(body));
        Assert.Equal("one", body.Id);
        Assert.Equal(spec.Calendars, body.Spec.Calendars);
        Assert.Equal(
            schedule.Definition with { Spec = spec with { Calendars = [] } },
            body.ToDefinition() with { Spec = body.Spec with { Calendars = [] } });
    }

    [Fact]
    public void Read_onlyASpec_takesDefaultsAndLeavesThePause()
    {
        var body = Read($$"""{ "spec": {{Cron}} }""");
        Assert.Null(ScheduleBodies.PauseOf(body));
        Assert.Null(body.Id);
        Assert.Equal("UTC", body.Spec.TimeZone);
        Assert.Equal(new SchedulePolicy(), body.Policy);
    }

    [Fact]
    public void Read_typeAsTheLastMember_decidesAsWell() =>
        Assert.Equal(
            TimeSpan.FromMinutes(40),
            Assert.IsType<OnceSpec>(Read("""{ "spec": { "after": "40m", "timeZone": "UTC", "type": "once" } }""").Spec).After);

    [Fact]
    public void Read_nullsOfOtherTypes_areAbsent()
    {
        var spec = Assert.IsType<IntervalSpec>(
            Read(
                """{ "spec": { "type": "interval", "every": "15m", "cron": null, "dst": null,"""
                    + """ "at": null, "after": null, "anchor": null } }""").Spec);
        Assert.Equal((TimeSpan.FromMinutes(15), IntervalMode.Rate, null), (spec.Every, spec.Mode, spec.Anchor));
    }

    [Theory]
    [InlineData("true", "\"why\"", true, "why")]
    [InlineData("true", "null", true, null)]
    [InlineData("false", "null", false, null)]
    [InlineData("false", "\"left over\"", false, null)]
    public void Read_paused_isAWish(string paused, string note, bool expected, string? expectedNote) =>
        Assert.Equal(
            new SchedulePauseWish(expected, expectedNote),
            ScheduleBodies.PauseOf(Read($$"""{ "spec": {{Cron}}, "paused": {{paused}}, "note": {{note}} }""")));

    [Theory]
    [InlineData("""{ }""", "spec")]
    [InlineData("""{ "spec": null }""", "spec")]
    [InlineData("""{ "spec": "0 9 * * *" }""", "spec")]
    [InlineData("""{ "spec": { } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": null } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": "Cron", "cron": "0 9 * * *" } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": "weekly" } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": 1 } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": "cron" } }""", "spec.cron")]
    [InlineData("""{ "spec": { "type": "cron", "cron": 5 } }""", "spec.cron")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "every": "1h" } }""", "spec.every")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "timezone": "UTC" } }""", "spec.timezone")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "dst": "auto" } }""", "spec.dst")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "dst": { "gap": "first" } } }""", "spec.dst.gap")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "dst": { "overlap": "shift" } } }""", "spec.dst.overlap")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "dst": { "repeat": "both" } } }""", "spec.dst.repeat")]
    [InlineData("""{ "spec": { "type": "interval" } }""", "spec.every")]
    [InlineData("""{ "spec": { "type": "interval", "every": "sometimes" } }""", "spec.every")]
    [InlineData("""{ "spec": { "type": "interval", "every": "1h", "cron": "0 9 * * *" } }""", "spec.cron")]
    [InlineData("""{ "spec": { "type": "interval", "every": "1h", "dst": { } } }""", "spec.dst")]
    [InlineData("""{ "spec": { "type": "interval", "every": "1h", "mode": "fixed" } }""", "spec.mode")]
    [InlineData("""{ "spec": { "type": "interval", "every": "1h", "anchor": "2026-12-01" } }""", "spec.anchor")]
    [InlineData("""{ "spec": { "type": "once" } }""", "spec.at")]
    [InlineData("""{ "spec": { "type": "once", "at": "tomorrow" } }""", "spec.at")]
    [InlineData("""{ "spec": { "type": "once", "after": "-1h" } }""", "spec.after")]
    [InlineData("""{ "spec": { "type": "once", "at": "2031-01-01T00:00:00Z", "mode": "rate" } }""", "spec.mode")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h", "maxRuns": "many" } }""", "spec.maxRuns")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h", "jitter": 5 } }""", "spec.jitter")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h", "calendars": ["holidays"] } }""", "spec.calendars[0]")]
    [InlineData(
        """{ "spec": { "type": "once", "after": "1h", "calendars": [{ "id": "a" }, { "shift": "none" }] } }""", "spec.calendars[1].id")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h", "calendars": [{ "id": 7 }] } }""", "spec.calendars[0].id")]
    [InlineData(
        """{ "spec": { "type": "once", "after": "1h", "calendars": [{ "id": "a", "shift": "later" }] } }""", "spec.calendars[0].shift")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h", "calendars": [{ "id": "a", "days": 1 }] } }""", "spec.calendars[0].days")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "policy": { "misfire": "never" } }""", "policy.misfire")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "policy": { "catchup": "1h" } }""", "policy.catchup")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "priority": 1 }""", "priority")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "paused": "yes" }""", "paused")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "note": "why" }""", "note")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "resumeAt": "2031-01-01T00:00:00Z" }""", "resumeAt")]
    [InlineData("""{ "spec": { "type": "once", "after": "1h" }, "enabled": true }""", "enabled")]
    public void Read_wrongShape_namesTheFieldAlone(string json, string field) =>
        Assert.Equal([field], Assert.Throws<MalformedException>(() => Read(json)).Errors.Keys);

    [Theory]
    [InlineData("""{ "spec": { "type": "cron", "type": "once", "cron": "0 9 * * *" } }""", "spec.type")]
    [InlineData("""{ "spec": { "type": "cron", "cron": "0 9 * * *", "dst": { "gap": "skip", "gap": "skip" } } }""", "spec.dst.gap")]
    public void Parse_memberGivenTwice_namesIt(string json, string field) =>
        Assert.Equal([field], Assert.Throws<MalformedException>(() => Read(json)).Errors.Keys);

    [Fact]
    public void Read_memberOfAnotherType_saysToWhichItBelongs()
    {
        var refused = Assert.Throws<MalformedException>(
            () => Read("""{ "spec": { "type": "interval", "every": "1h", "cron": "0 9 * * *", "at": "2031-01-01T00:00:00Z" } }"""));
        Assert.Contains("\"cron\"", refused.Errors["spec.cron"][0], StringComparison.Ordinal);
        Assert.Contains("\"once\"", refused.Errors["spec.at"][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, OverlapChoice.Obey)]
    [InlineData("""{ }""", OverlapChoice.Obey)]
    [InlineData("""{ "overlap": null }""", OverlapChoice.Obey)]
    [InlineData("""{ "overlap": "obey" }""", OverlapChoice.Obey)]
    [InlineData("""{ "overlap": "ignore" }""", OverlapChoice.Ignore)]
    public void Trigger_overlap_isObeyedUnlessItSaysIgnore(string? json, OverlapChoice overlap)
    {
        using var document = json is null ? null : JsonDocument.Parse(json);
        var request = document is null ? ScheduleBodies.Trigger.Empty() : ScheduleBodies.Trigger.Read(document.RootElement, null);
        Assert.Equal(overlap, request.Overlap);
    }

    [Theory]
    [InlineData("""{ }""", null)]
    [InlineData("""{ "overlap": "obey" }""", OverlapChoice.Obey)]
    [InlineData("""{ "overlap": "ignore" }""", OverlapChoice.Ignore)]
    public void RunOfJob_overlap_isCarriedAsItWasSaid(string json, OverlapChoice? overlap)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(overlap, RunBodies.OfJob.Read(document.RootElement, null).Overlap);
        Assert.Equal(overlap, RunBodies.Item.Read(document.RootElement, null).Overlap);
    }

    [Theory]
    [InlineData("""{ "to": "2026-11-02T00:00:00Z" }""", "from")]
    [InlineData("""{ "from": "2026-11-01T00:00:00Z", "to": "later" }""", "to")]
    [InlineData("""{ "from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "id": "NO ID" }""", "id")]
    [InlineData("""{ "from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "maxConcurrency": 1.5 }""", "maxConcurrency")]
    public void ReadBackfill_wrongShape_namesTheField(string json, string field)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(
            [field], Assert.Throws<MalformedException>(() => ScheduleBodies.Backfill.Read(document.RootElement, null)).Errors.Keys);
    }

    [Theory]
    [InlineData("""{ "count": 3 }""", "spec")]
    [InlineData($$"""{ "spec": {{Cron}}, "count": "3" }""", "count")]
    [InlineData($$"""{ "spec": {{Cron}}, "from": "now" }""", "from")]
    [InlineData($$"""{ "spec": {{Cron}}, "jobId": "NO ID" }""", "jobId")]
    public void ReadPreview_wrongShape_namesTheField(string json, string field)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal([field], Assert.Throws<MalformedException>(() => ScheduleBodies.Preview.Read(document.RootElement, null)).Errors.Keys);
    }

    private static Schedule Read(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        using var lease = new MemoryLease(new MemoryBudget(1024 * 1024 * 1024, new FakeTimeProvider()), MemoryRoom.Small);
        BodyScan.Check(bytes, bytes.Length, int.MaxValue, lease);
        using var document = JsonDocument.Parse(bytes);
        return ScheduleBodies.Schedule.Read(document.RootElement, null);
    }

    private static DateTimeOffset Time(string text) => TimeText.TryParse(text, out var time) ? time : throw new ArgumentException(text);
}
