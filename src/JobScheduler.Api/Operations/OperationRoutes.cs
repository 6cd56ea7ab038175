using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Operations;

/// <summary>Routes of long operations.</summary>
internal static class OperationRoutes
{
    private const string Tag = "Operations";
    private const string Many = Root + "/operations";
    private const string One = Many + "/{operationId}";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("operations.read");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listOperations", Method = "GET", Pattern = Many, Policy = Read,
            Handler = On<OperationEndpoints>((operations, call) => operations.ListAsync(call)),
            Query =
            [
                new("state", ParameterKind.Text, $"Only those in this state: {EnumText.Names<OperationState>()}."),
                new("kind", ParameterKind.Text, "Only those of this kind, such as redrive."),
                .. PageQuery,
            ],
            Description = new()
            {
                Tag = Tag, Summary = "List operations", Details = "Operations that have ended are kept for seven days.",
                Answers = [Ok<Page<Operation>>("Operations, ordered by id.")],
            },
        },
        new()
        {
            Name = "getOperation", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<OperationEndpoints>((operations, call) => operations.GetAsync(call)),
            Description = new() { Tag = Tag, Summary = "Read an operation", Answers = [Ok<Operation>()], Problems = [404] },
        },
        new()
        {
            Name = "cancelOperation", Method = "POST", Pattern = One + "/cancel", Policy = AccessPolicy.Needs("operations.cancel"),
            Handler = On<OperationEndpoints>((operations, call) => operations.CancelAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Cancel an operation",
                Details =
                    "It ends at once and starts nothing further. What it has done is kept; a step under way is completed and counted. "
                    + "409 once it has ended.",
                Answers = [Ok<Operation>("Canceled, now or earlier.")], Problems = [404, 409],
            },
        },
    ];
}
