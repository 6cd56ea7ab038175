using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Operations;

/// <summary>Routes of long operations.</summary>
internal static class OperationRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "getOperation", Method = "GET", Pattern = Root + "/operations/{operationId}",
            Policy = AccessPolicy.Needs("operations.read"),
            Handler = On<OperationEndpoints>((operations, call) => operations.GetAsync(call)),
            Description = new() { Tag = "Operations", Summary = "Read an operation", Answers = [Ok<Operation>()], Problems = [404] },
        },
    ];
}
