using JobScheduler.Api.Access;
using JobScheduler.Api.Contracts;
using JobScheduler.Api.Endpoints;
using static JobScheduler.Api.Routing.RouteParts;

namespace JobScheduler.Api.Routing;

/// <summary>Routes of long operations.</summary>
internal static class OperationRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "getOperation", Method = "GET", Pattern = Root + "/operations/{operationId}", Policy = AccessPolicy.Needs("operations.read"),
            Handler = On<OperationEndpoints>((operations, call) => operations.GetAsync(call)),
            Description = new() { Tag = "Operations", Summary = "How far is an operation?", Answers = [Ok<OperationContract>()], Problems = [404] },
        },
    ];
}
