using JobScheduler.Api.Access;
using JobScheduler.Api.Reading;
using JobScheduler.Text;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>An admitted request: who asks, and what for.</summary>
public sealed record ApiCall(HttpContext Context, Caller Caller)
{
    private const int LongestKey = 200;

    public HttpRequest Request => Context.Request;

    /// <summary>Of the caller; never of the request.</summary>
    public string Tenant => Caller.Tenant;

    public string Actor => Caller.Name;

    public CancellationToken Cancellation => Context.RequestAborted;

    public QueryReader Query => new(Request.Query);

    /// <summary>The job in the path. What can be no id is no job.</summary>
    /// <exception cref="RefusalException">404.</exception>
    public string JobId => Known("jobId", "job");

    /// <summary>The job in the path of a request that may make it.</summary>
    /// <exception cref="RefusalException">422.</exception>
    public string NewJobId => New("jobId");

    /// <exception cref="RefusalException">404.</exception>
    public string ScheduleId => Known("scheduleId", "schedule");

    /// <exception cref="RefusalException">422.</exception>
    public string NewScheduleId => New("scheduleId");

    /// <exception cref="RefusalException">404.</exception>
    public string CalendarId => Known("calendarId", "calendar");

    /// <exception cref="RefusalException">422.</exception>
    public string NewCalendarId => New("calendarId");

    public string RunId => Key("runId", "run");

    public string DeadLetterId => Key("deadLetterId", "dead letter");

    public string OperationId => Key("operationId", "operation");

    /// <summary>A value of the path.</summary>
    public string Value(string name) => Request.RouteValues[name] as string ?? "";

    private string Known(string name, string what) =>
        Value(name) is var id && Identifier.IsValid(id) ? id : throw RefusalException.NotFound(what, MemberName.Shown(id));

    private string New(string name) => Value(name) is var id && Identifier.IsValid(id) ? id : throw RefusalException.Invalid(name, Identifier.Rule);

    // Ids made here go into storage keys: what has other characters or is longer than any of them is not there.
    private string Key(string name, string what)
    {
        var id = Value(name);
        return id.Length is > 0 and <= LongestKey && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? id
            : throw RefusalException.NotFound(what, MemberName.Shown(id));
    }
}
