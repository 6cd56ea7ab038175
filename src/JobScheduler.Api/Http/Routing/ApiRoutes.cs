using JobScheduler.Api.Access;
using JobScheduler.Api.Calendars;
using JobScheduler.Api.DeadLetters;
using JobScheduler.Api.Groups;
using JobScheduler.Api.Health;
using JobScheduler.Api.Hosts;
using JobScheduler.Api.Jobs;
using JobScheduler.Api.Operations;
using JobScheduler.Api.Problems;
using JobScheduler.Api.Runs;
using JobScheduler.Api.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Every route. Both heads map from this table only.</summary>
public static class ApiRoutes
{
    /// <summary>Handles whatever no other route matches, and says what would be right.</summary>
    public static ApiRoute Fallback { get; } = FallbackRoute.Create();

    /// <summary>All routes but the fallback.</summary>
    public static IReadOnlyList<ApiRoute> All { get; } =
        [
            .. JobRoutes.All, .. ScheduleRoutes.All, .. FireRoutes.All, .. CalendarRoutes.All, .. GroupRoutes.All, .. HostRoutes.All,
            .. RunRoutes.All, .. DeadLetterRoutes.All, .. OperationRoutes.All, .. AccessRoutes.All, .. ProblemRoutes.All,
            .. RootRoutes.All,
        ];

    /// <summary>Finds the route of a request.</summary>
    public static RouteTable Table { get; } = new(All, Fallback);
}

/// <summary>Answers requests that no route matches: 405 with the methods that the path supports, otherwise 404. Requires a key.</summary>
internal static class FallbackRoute
{
    /// <summary>Any method on any path.</summary>
    public const string AnyMethod = "*";

    public static ApiRoute Create() => new()
    {
        Name = "fallback",
        Method = AnyMethod,
        Pattern = "/{**path}",
        Policy = AccessPolicy.Authenticated,
        Handler = AnswerAsync,
    };

    private static Task<IResult> AnswerAsync(ApiCall call)
    {
        var methods = ApiRoutes.Table.MethodsOf(ApiBase.PathOf(call.Context));
        if (methods.Count == 0)
        {
            throw new ProblemException(
                ProblemKind.NotFound, $"nothing exists at this path; {ApiBase.Of(call.Context)}/reference lists all routes");
        }

        var allow = string.Join(", ", methods.SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method }));
        throw new ProblemException(ProblemKind.MethodNotAllowed, $"this path supports {allow}")
        {
            Headers = new Dictionary<string, string> { ["Allow"] = allow },
        };
    }
}
