using System.Text;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Calendars: write, import, read, list, delete.</summary>
public sealed class CalendarsClient
{
    private const string Calendars = "calendars";
    private readonly Sender _sender;

    internal CalendarsClient(Sender sender) => _sender = sender;

    /// <summary>
    /// Creates or replaces the calendar with this id; schedules that use it follow within seconds. Writing the same days again
    /// changes nothing.
    /// </summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="condition">
    /// For example <see cref="Precondition.Unchanged"/>, so that no other change is overwritten. Default: none.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">The definition is invalid; all invalid fields are named.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Calendar> PutAsync(Calendar calendar, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var call = ApiCall.Put(ApiPath.Of(Calendars, calendar.Id ?? ""), calendar, ClientJson.Of<Calendar>());
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <summary>
    /// Creates or replaces the calendar with this id with the days of an iCalendar text (RFC 5545), such as a feed of public
    /// holidays: every day that an event touches, from a year before today to ten years after it.
    /// </summary>
    /// <param name="calendarId">The calendar.</param>
    /// <param name="icalendar">The text, from <c>BEGIN:VCALENDAR</c> on; at most 256 KiB.</param>
    /// <param name="condition">Default: none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidRequestException">It is not an iCalendar text, or contains something that cannot be imported.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task<Calendar> ImportAsync(
        string calendarId, string icalendar, Precondition condition = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(icalendar);
        var call = new ApiCall(HttpMethod.Put, ApiPath.Of(Calendars, calendarId))
        {
            Body = Encoding.UTF8.GetBytes(icalendar),
            ContentType = "text/calendar",
            Repeatable = true,
        };
        return WriteAsync(call.With(condition.Header, condition.Value), cancellation);
    }

    /// <exception cref="NotFoundException">It does not exist.</exception>
    public Task<Calendar> GetAsync(string calendarId, CancellationToken cancellation = default) =>
        WriteAsync(ApiCall.Get(ApiPath.Of(Calendars, calendarId)), cancellation);

    /// <summary>All, by id, page by page.</summary>
    public IAsyncEnumerable<Calendar> ListAsync(CancellationToken cancellation = default) =>
        Answers.ListAsync(continuation => GetPageAsync(null, continuation, cancellation), cancellation);

    /// <summary>One page.</summary>
    /// <param name="limit">1 to 1,000; null: 100.</param>
    /// <param name="continuation">From the previous page; null: the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<Page<Calendar>> GetPageAsync(int? limit = null, string? continuation = null, CancellationToken cancellation = default)
    {
        var query = new QueryText(ApiPath.Of(Calendars)).Add("limit", limit).Add("continuation", continuation);
        return _sender.AskAsync(ApiCall.Get(query.ToString()), ClientJson.Of<Page<Calendar>>(), cancellation);
    }

    /// <summary>Deletes a calendar that no schedule uses.</summary>
    /// <exception cref="ConflictException">Schedules use it; the first few are named.</exception>
    /// <exception cref="NotFoundException">It does not exist.</exception>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public Task DeleteAsync(string calendarId, Precondition condition = default, CancellationToken cancellation = default) =>
        _sender.DoAsync(ApiCall.Delete(ApiPath.Of(Calendars, calendarId)).With(condition.Header, condition.Value), cancellation);

    private async Task<Calendar> WriteAsync(ApiCall call, CancellationToken cancellation)
    {
        using var answer = await _sender.SendAsync(call, cancellation);
        return await answer.ReadAsync(call, ClientJson.Of<Calendar>(), cancellation) with { ETag = answer.Headers.ETag?.ToString() };
    }
}
