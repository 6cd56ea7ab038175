using System.Text.Json;
using JobScheduler.Api.Calendars;
using JobScheduler.Api.Http;
using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Api.Tests.Calendars;

public sealed class CalendarBodiesTests
{
    [Fact]
    public void Read_whatIsShown_isTheSame()
    {
        var calendar = new CalendarRecord
        {
            Tenant = "default",
            Id = "one",
            Definition = new CalendarDefinition
            {
                Kind = CalendarKind.Include,
                Dates = [new DateOnly(2026, 12, 25), new DateOnly(2028, 2, 29)],
                Weekdays = Enum.GetValues<DayOfWeek>(),
                Ranges = [new DateRange(new DateOnly(2026, 12, 28), new DateOnly(2026, 12, 31))],
                TimeZone = "Europe/Berlin",
            },
            CreatedBy = "me",
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        var shown = JsonSerializer.Serialize(CalendarViews.Of(calendar), WireJson.Default.Calendar);
        Assert.Contains("""["sun","mon","tue","wed","thu","fri","sat"]""", shown, StringComparison.Ordinal);
        Assert.Contains("""["2026-12-25","2028-02-29"]""", shown, StringComparison.Ordinal);
        var body = Read(shown);
        Assert.Equal("one", body.Id);
        Assert.Equal(calendar.Definition.Dates, body.Dates);
        Assert.Equal(calendar.Definition.Weekdays, body.Weekdays);
        Assert.Equal(calendar.Definition.Ranges, body.Ranges);
        Assert.Equal((CalendarKind.Include, "Europe/Berlin"), (body.Kind, body.TimeZone));
    }

    [Fact]
    public void Read_nothing_excludesNothing()
    {
        var definition = Read("{}");
        Assert.Equal(CalendarKind.Exclude, definition.Kind);
        Assert.Empty(definition.Dates);
        Assert.Null(definition.TimeZone);
    }

    [Theory]
    [InlineData("""{ "kind": "excludes" }""", "kind")]
    [InlineData("""{ "dates": "2026-12-25" }""", "dates")]
    [InlineData("""{ "dates": ["2026-12-25", "2026-1-1"] }""", "dates[1]")]
    [InlineData("""{ "dates": ["2026-02-29"] }""", "dates[0]")]
    [InlineData("""{ "dates": ["25.12.2026"] }""", "dates[0]")]
    [InlineData("""{ "dates": ["2026-12-25T00:00:00Z"] }""", "dates[0]")]
    [InlineData("""{ "dates": [" 2026-12-25"] }""", "dates[0]")]
    [InlineData("""{ "dates": [20261225] }""", "dates[0]")]
    [InlineData("""{ "dates": [null] }""", "dates[0]")]
    [InlineData("""{ "weekdays": ["sat", "Sunday"] }""", "weekdays[1]")]
    [InlineData("""{ "weekdays": [6] }""", "weekdays[0]")]
    [InlineData("""{ "ranges": [["2026-12-28", "2026-12-31"]] }""", "ranges[0]")]
    [InlineData("""{ "ranges": [{ "from": "2026-12-28" }] }""", "ranges[0].to")]
    [InlineData("""{ "ranges": [{ "from": "2026-12-28", "to": "2026-12-32" }] }""", "ranges[0].to")]
    [InlineData("""{ "ranges": [{ "from": "2026-12-28", "to": "2026-12-31", "until": 1 }] }""", "ranges[0].until")]
    [InlineData("""{ "timezone": "UTC" }""", "timezone")]
    public void Read_wrongShape_namesTheFieldAlone(string json, string field) =>
        Assert.Equal([field], Assert.Throws<MalformedException>(() => Read(json)).Errors.Keys);

    private static Calendar Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CalendarBodies.Calendar.Read(document.RootElement, null);
    }
}
