using JobScheduler.Api.Access;
using JobScheduler.Api.Contracts;
using JobScheduler.Api.Endpoints;
using static JobScheduler.Api.Routing.RouteParts;

namespace JobScheduler.Api.Routing;

/// <summary>Routes of access.</summary>
internal static class AccessRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "getMe", Method = "GET", Pattern = Root + "/auth/me", Policy = AccessPolicy.Authenticated,
            Handler = AccessEndpoints.MeAsync,
            Description = new() { Tag = "Access", Summary = "Who am I?", Answers = [Ok<CallerContract>("Who the credentials stand for.")] },
        },
    ];
}
