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
    public string JobId => Value("jobId") is var id && Identifier.IsValid(id) ? id : throw RefusalException.NotFound("job", MemberName.Shown(id));

    /// <summary>The job in the path of a request that may make it.</summary>
    /// <exception cref="RefusalException">422.</exception>
    public string NewJobId => Value("jobId") is var id && Identifier.IsValid(id) ? id : throw RefusalException.Invalid("jobId", Identifier.Rule);

    public string RunId => Key("runId", "run");

    public string DeadLetterId => Key("deadLetterId", "dead letter");

    public string OperationId => Key("operationId", "operation");

    /// <summary>A value of the path.</summary>
    public string Value(string name) => Request.RouteValues[name] as string ?? "";

    // Ids made here go into storage keys: what has other characters or is longer than any of them is not there.
    private string Key(string name, string what)
    {
        var id = Value(name);
        return id.Length is > 0 and <= LongestKey && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? id
            : throw RefusalException.NotFound(what, MemberName.Shown(id));
    }
}
