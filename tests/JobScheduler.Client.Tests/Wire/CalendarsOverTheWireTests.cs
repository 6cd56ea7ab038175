namespace JobScheduler.Client.Tests.Wire;

public sealed class CalendarsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private CalendarsClient Calendars => host.Client.Calendars;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_everything_reads_back_and_can_be_put_again()
    {
        var calendar = new Calendar
        {
            Id = "everything",
            Kind = CalendarKind.Include,
            Dates = [new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 25)],
            Weekdays = [DayOfWeek.Monday, DayOfWeek.Sunday],
            Ranges = [new DateRange(new DateOnly(2026, 12, 28), new DateOnly(2026, 12, 31))],
            TimeZone = "Europe/Berlin",
        };

        var written = await Calendars.PutAsync(calendar, Precondition.Absent, Cancellation);
        var read = await Calendars.GetAsync("everything", Cancellation);
        var again = await Calendars.PutAsync(read, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal((CalendarKind.Include, "Europe/Berlin"), (again.Kind, again.TimeZone));
        Assert.Equal(calendar.Dates, again.Dates);
        Assert.Equal(calendar.Weekdays, again.Weekdays);
        Assert.Equal(calendar.Ranges, again.Ranges);
        Assert.NotNull(again.CreatedBy);
        // Whatever the server writes, this client knows.
        Assert.Null(again.Others);
    }

    [Fact]
    public async Task Put_stale_tag_is_refused_and_changes_nothing()
    {
        var first = await Calendars.PutAsync(Weekly("stale", DayOfWeek.Monday), default, Cancellation);
        await Calendars.PutAsync(Weekly("stale", DayOfWeek.Tuesday), default, Cancellation);

        await Assert.ThrowsAsync<PreconditionFailedException>(
            () => Calendars.PutAsync(Weekly("stale", DayOfWeek.Friday), Precondition.Unchanged(first.ETag), Cancellation));

        Assert.Equal([DayOfWeek.Tuesday], (await Calendars.GetAsync("stale", Cancellation)).Weekdays);
    }

    [Fact]
    public async Task Put_wrong_fields_are_named()
    {
        var calendar = Weekly("wrong", DayOfWeek.Monday) with { TimeZone = "Europe/Bärlin" };

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => Calendars.PutAsync(calendar, default, Cancellation));

        Assert.Contains("timeZone", failure.Errors.Keys);
    }

    [Fact]
    public async Task Import_takes_the_days_of_events()
    {
        const string Text =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20200101T000000Z\r\n" +
            "DTSTART;VALUE=DATE:20200106\r\nDTEND;VALUE=DATE:20200107\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Heilige Drei Könige\r\n"
                + "END:VEVENT\r\nEND:VCALENDAR\r\n";

        var calendar = await Calendars.ImportAsync("imported", Text, default, Cancellation);

        // Only the years around today are imported.
        var next = calendar.CreatedAt.Year + 1;
        Assert.Contains(new DateOnly(next, 1, 6), calendar.Dates);
        var day = new DateTimeOffset(next, 1, 5, 0, 0, 0, TimeSpan.Zero);
        var spec = CronSpec.Of("0 6 * * *") with { Calendars = [new CalendarUse("imported")] };
        var preview = await host.Client.Schedules.PreviewAsync(new PreviewRequest { Spec = spec, From = day, Count = 2 }, Cancellation);
        Assert.Equal([day.AddHours(6), day.AddDays(2).AddHours(6)], preview.Fires.Select(fire => fire.NominalAt));
    }

    [Fact]
    public async Task Delete_waits_until_no_schedule_uses_it()
    {
        await Calendars.PutAsync(Weekly("used", DayOfWeek.Monday), default, Cancellation);
        await host.Client.Jobs.PutAsync(new Job { Id = "user", Target = new HandlerTarget { Name = "echo" } }, default, Cancellation);
        var spec = CronSpec.Of("0 6 * * *") with { Calendars = [new CalendarUse("used")] };
        await host.Client.Schedules.PutAsync("user", new Schedule { Id = "x", Spec = spec }, default, Cancellation);

        await Assert.ThrowsAsync<ConflictException>(() => Calendars.DeleteAsync("used", default, Cancellation));
        Assert.Contains("used", await Calendars.ListAsync(Cancellation).Select(calendar => calendar.Id).ToListAsync(Cancellation));
        await host.Client.Schedules.DeleteAsync("user", "x", false, default, Cancellation);
        await Calendars.DeleteAsync("used", Precondition.Present, Cancellation);

        await Assert.ThrowsAsync<NotFoundException>(() => Calendars.GetAsync("used", Cancellation));
        Assert.DoesNotContain("used", await Calendars.ListAsync(Cancellation).Select(calendar => calendar.Id).ToListAsync(Cancellation));
    }

    private static Calendar Weekly(string id, DayOfWeek day) => new() { Id = id, Weekdays = [day] };
}
