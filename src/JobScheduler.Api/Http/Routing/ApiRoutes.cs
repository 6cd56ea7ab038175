using JobScheduler.Api.Access;
using JobScheduler.Api.Calendars;
using JobScheduler.Api.DeadLetters;
using JobScheduler.Api.Health;
using JobScheduler.Api.Jobs;
using JobScheduler.Api.Operations;
using JobScheduler.Api.Runs;
using JobScheduler.Api.Schedules;

namespace JobScheduler.Api.Http;

/// <summary>Every route there is. Both heads map from this table and from nothing else.</summary>
public static class ApiRoutes
{
    /// <summary>Takes whatever no other route matches, and says what would be right.</summary>
    public static ApiRoute Fallback { get; } = FallbackRoute.Create();

    /// <summary>All routes but the fallback.</summary>
    public static IReadOnlyList<ApiRoute> All { get; } =
        [
            .. JobRoutes.All, .. ScheduleRoutes.All, .. FireRoutes.All, .. CalendarRoutes.All, .. RunRoutes.All,
            .. DeadLetterRoutes.All, .. OperationRoutes.All, .. AccessRoutes.All, .. RootRoutes.All,
        ];

    /// <summary>Finds the route of a request.</summary>
    public static RouteTable Table { get; } = new(All, Fallback);
}
