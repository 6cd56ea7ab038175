using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Api.Reading;

/// <summary>Reads a calendar as PUT takes it.</summary>
public static class CalendarReader
{
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static CalendarBody Read(JsonElement body) => BodyReader.Read(body, (reader, _) =>
    {
        var id = reader.Text("id");
        var definition = new CalendarDefinition
        {
            Kind = reader.Choice<CalendarKind>("kind") ?? default,
            Dates = reader.Dates("dates") ?? [],
            Weekdays = [.. (reader.Choices<Weekday>("weekdays") ?? []).Select(DayOf)],
            Ranges = reader.Objects("ranges", ReadRange) ?? [],
            TimeZone = reader.Text("timeZone"),
        };
        reader.Ignore("createdBy", "createdAt", "updatedAt");
        return new CalendarBody(id, definition);
    });

    private static DateRange ReadRange(ObjectReader reader) =>
        new(reader.Date("from", required: true) ?? default, reader.Date("to", required: true) ?? default);

    private static DayOfWeek DayOf(Weekday day) => (DayOfWeek)(((int)day + 1) % 7);
}

/// <summary>A calendar as a request gives it.</summary>
/// <param name="Id">Null when it was not given.</param>
/// <param name="Definition">Of right shape; its meaning is checked by the domain.</param>
public sealed record CalendarBody(string? Id, CalendarDefinition Definition);
