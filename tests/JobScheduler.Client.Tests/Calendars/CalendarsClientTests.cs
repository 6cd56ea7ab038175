using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Calendars;

public sealed class CalendarsClientTests : IDisposable
{
    private const string Path = "/base/api/v1/calendars";

    private readonly Bench _bench = new();

    private CalendarsClient Client => _bench.Client.Calendars;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Put_sends_what_is_given_and_nothing_else()
    {
        _bench.Server.Answer(201, Samples.Calendar, ("ETag", "\"1\""));
        var calendar = new Calendar
        {
            Id = "holidays-de",
            Kind = CalendarKind.Include,
            Dates = [new DateOnly(2026, 12, 25)],
            Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday],
            Ranges = [new DateRange(new DateOnly(2026, 12, 28), new DateOnly(2026, 12, 31))],
            TimeZone = "Europe/Berlin",
        };

        var written = await Client.PutAsync(calendar, Precondition.Absent, Cancellation);

        Assert.Equal("\"1\"", written.ETag);
        Assert.Equal(("PUT", $"{Path}/holidays-de"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal("*", _bench.Server.Only.Header("If-None-Match"));
        Assert.Equal(
            """{"id":"holidays-de","kind":"include","dates":["2026-12-25"],"weekdays":["sat","sun"]"""
                + ""","ranges":[{"from":"2026-12-28","to":"2026-12-31"}],"timeZone":"Europe/Berlin"}""",
            _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Import_sends_the_text_as_it_is()
    {
        _bench.Server.LoseAnswer().Answer(200, Samples.Calendar, ("ETag", "\"2\""));
        const string Text = "BEGIN:VCALENDAR\r\nSUMMARY:Mariä Himmelfahrt\r\nEND:VCALENDAR\r\n";

        var calendar = await Client.ImportAsync("holidays-de", Text, Precondition.Unchanged("\"1\""), Cancellation);

        var request = _bench.Server.Requests[1];
        Assert.Equal("\"2\"", calendar.ETag);
        Assert.Equal(("PUT", $"{Path}/holidays-de"), (request.Method, request.Target));
        Assert.Equal(("text/calendar", "\"1\"", Text), (request.Header("Content-Type"), request.Header("If-Match"), request.Body));
    }

    [Fact]
    public async Task Get_as_the_server_writes_it_is_read()
    {
        _bench.Server.Answer(200, Samples.Calendar, ("ETag", "\"1\""));

        var calendar = await Client.GetAsync("holidays-de", Cancellation);

        Assert.Equal($"{Path}/holidays-de", _bench.Server.Only.Target);
        Assert.Equal(("holidays-de", CalendarKind.Exclude, "\"1\""), (calendar.Id, calendar.Kind, calendar.ETag));
        Assert.Equal([new DateOnly(2026, 12, 25)], calendar.Dates);
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], calendar.Weekdays);
        Assert.Equal([new DateRange(new DateOnly(2026, 12, 28), new DateOnly(2026, 12, 31))], calendar.Ranges);
        Assert.Null(calendar.TimeZone);
        Assert.Equal("administrator", calendar.CreatedBy);
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 6, 30, 0, 123, TimeSpan.Zero), calendar.CreatedAt);
        Assert.Equal(calendar.CreatedAt, calendar.UpdatedAt);
        Assert.Null(calendar.Others);
    }

    [Fact]
    public async Task List_goes_through_all_pages()
    {
        _bench.Server
            .Answer(200, $$"""{ "items": [{{Samples.Calendar}}], "continuation": "next" }""")
            .Answer(200, $$"""{ "items": [{{Samples.Calendar}}], "continuation": null }""");

        Assert.Equal(2, await Client.ListAsync(Cancellation).CountAsync(Cancellation));

        Assert.Equal([Path, $"{Path}?continuation=next"], _bench.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Delete_gone_after_a_lost_answer_has_succeeded()
    {
        _bench.Server.LoseAnswer().Answer(404);

        await Client.DeleteAsync("holidays-de", Precondition.Present, Cancellation);

        Assert.Equal(
            ("DELETE", $"{Path}/holidays-de", "*"),
            (_bench.Server.Requests[1].Method, _bench.Server.Requests[1].Target, _bench.Server.Requests[1].Header("If-Match")));
    }

    [Fact]
    public void Calendar_of_a_newer_server_is_written_back_as_it_was()
    {
        var calendar = JsonSerializer.Deserialize("""{ "id": "x", "source": { "url": "y" } }""", ClientJson.Of<Calendar>())!;

        Assert.Equal(
            "y",
            JsonSerializer.SerializeToElement(calendar, ClientJson.Of<Calendar>()).GetProperty("source").GetProperty("url").GetString());
    }

    [Theory]
    [InlineData(DayOfWeek.Sunday, "sun")]
    [InlineData(DayOfWeek.Monday, "mon")]
    [InlineData(DayOfWeek.Tuesday, "tue")]
    [InlineData(DayOfWeek.Wednesday, "wed")]
    [InlineData(DayOfWeek.Thursday, "thu")]
    [InlineData(DayOfWeek.Friday, "fri")]
    [InlineData(DayOfWeek.Saturday, "sat")]
    public void Weekday_is_three_letters_both_ways(DayOfWeek day, string text)
    {
        var json = JsonSerializer.Serialize(new Calendar { Id = "x", Weekdays = [day] }, ClientJson.Of<Calendar>());

        Assert.Equal($$"""{"id":"x","weekdays":["{{text}}"]}""", json);
        Assert.Equal([day], JsonSerializer.Deserialize(json, ClientJson.Of<Calendar>())!.Weekdays);
    }

    [Fact]
    public void Weekday_that_is_none_is_no_answer_of_this_api() =>
        Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize("""{ "id": "x", "weekdays": ["caturday"] }""", ClientJson.Of<Calendar>()));
}
