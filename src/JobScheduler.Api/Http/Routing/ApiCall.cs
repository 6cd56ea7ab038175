using JobScheduler.Hosts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobScheduler.Api.Http;

/// <summary>An admitted request: who asks, and what for.</summary>
public sealed record ApiCall(HttpContext Context, Admitted Admitted)
{
    private const int LongestKey = 200;

    public HttpRequest Request => Context.Request;

    /// <summary>On whose behalf: determined by the credentials only.</summary>
    public Caller Caller => Admitted.Caller;

    public string Tenant => Caller.Tenant;

    public string Actor => Caller.Actor;

    /// <summary>What the request has of the process's memory.</summary>
    internal MemoryLease Memory => Context.Features.GetRequiredFeature<MemoryLease>();

    public CancellationToken Cancellation => Context.RequestAborted;

    /// <summary>The body, in the shape of the route. All errors in it, of shape and of meaning, are reported together.</summary>
    /// <param name="shape">Of the route.</param>
    /// <param name="judge">The rules of meaning; null: whoever acts on the request applies them.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <exception cref="MalformedException">400: missing, not JSON, or something of the wrong shape.</exception>
    /// <exception cref="RefusalException">422: only the meaning is wrong.</exception>
    public async Task<T> ReadAsync<T>(BodyShape<T> shape, Action<T, ErrorList>? judge = null, int limit = BodyLimits.Usual)
        where T : class
    {
        using var document = await RequestBody.ReadAsync(Request, limit, Cancellation);
        return shape.Read(document.RootElement, judge);
    }

    /// <summary>As <see cref="ReadAsync"/>; a missing body counts as an empty object.</summary>
    public async Task<T> ReadOptionalAsync<T>(BodyShape<T> shape, Action<T, ErrorList>? judge = null, int limit = BodyLimits.Usual)
        where T : class
    {
        using var document = await RequestBody.ReadOptionalAsync(Request, limit, Cancellation);
        return document is null ? shape.Empty() : shape.Read(document.RootElement, judge);
    }

    public QueryReader Query => new(Request.Query);

    /// <summary>The job in the path. Anything but a valid id is not found.</summary>
    /// <exception cref="RefusalException">404.</exception>
    public string JobId => Known("jobId", "job");

    /// <summary>The job in the path of a request that may create it.</summary>
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

    /// <exception cref="RefusalException">404.</exception>
    public string GroupId => Known("groupId", "group");

    /// <exception cref="RefusalException">422.</exception>
    public string NewGroupId => New("groupId");

    /// <summary>The host in the path.</summary>
    /// <exception cref="RefusalException">404.</exception>
    public string Host => Value("host") is var host && HostRules.IsName(host)
        ? host
        : throw RefusalException.NotFound("host", MemberName.Shown(host));

    /// <summary>The host in the path of a request that may create its definition.</summary>
    /// <exception cref="RefusalException">422.</exception>
    public string NewHost => Value("host") is var host && HostRules.IsName(host)
        ? host
        : throw RefusalException.Invalid("host", $"must be {HostRules.NameRule}");

    public string RunId => Key("runId", "run");

    public string DeadLetterId => Key("deadLetterId", "dead letter");

    public string OperationId => Key("operationId", "operation");

    /// <summary>A value of the path.</summary>
    public string Value(string name) => Request.RouteValues[name] as string ?? "";

    private string Known(string name, string what) =>
        Value(name) is var id && Identifier.IsValid(id) ? id : throw RefusalException.NotFound(what, MemberName.Shown(id));

    private string New(string name) =>
        Value(name) is var id && Identifier.IsValid(id) ? id : throw RefusalException.Invalid(name, $"must be {Identifier.Rule}");

    // These ids become storage keys: one with other characters, or longer than any of ours, does not exist.
    private string Key(string name, string what)
    {
        var id = Value(name);
        return id.Length is > 0 and <= LongestKey && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? id
            : throw RefusalException.NotFound(what, MemberName.Shown(id));
    }
}
