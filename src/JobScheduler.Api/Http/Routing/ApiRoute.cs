using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>One route: what it matches, who may use it, what it does, and how the OpenAPI document describes it.</summary>
public sealed record ApiRoute
{
    /// <summary>Stable; the operation id of the OpenAPI document.</summary>
    public required string Name { get; init; }

    public required string Method { get; init; }

    /// <summary>From the root, with a leading slash: <c>/api/v1/jobs/{jobId}</c>.</summary>
    public required string Pattern { get; init; }

    public required AccessPolicy Policy { get; init; }

    public required Func<ApiCall, Task<IResult>> Handler { get; init; }

    /// <summary>Query parameters; any other is refused.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>Null: not part of the OpenAPI document.</summary>
    public RouteDescription? Description { get; init; }
}
