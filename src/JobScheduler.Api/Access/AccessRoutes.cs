using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Access;

/// <summary>Routes of access.</summary>
internal static class AccessRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "getMe", Method = "GET", Pattern = Root + "/auth/me", Policy = AccessPolicy.Authenticated,
            Handler = AccessEndpoints.MeAsync,
            Description = new() { Tag = "Access", Summary = "Who am I?", Answers = [Ok<Me>("Whom the credentials identify.")] },
        },
    ];
}
