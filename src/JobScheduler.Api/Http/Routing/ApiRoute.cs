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

    /// <summary>Query parameters, besides <see cref="PrettyQuery"/>; any other is refused.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>What a request takes of the process's memory; unless given, that of a record, or of a list if it has pages.</summary>
    public RouteMemory Memory
    {
        get => field ??= Query.Any(parameter => parameter.Name == RouteParts.Limit) ? RouteMemory.List : RouteMemory.Record;
        init;
    }

    /// <summary>Null: not part of the OpenAPI document.</summary>
    public RouteDescription? Description { get; init; }
}

/// <summary>What the OpenAPI document says about a route, besides its path and policy.</summary>
public sealed record RouteDescription
{
    /// <summary>The heading it is listed under.</summary>
    public required string Tag { get; init; }

    public required string Summary { get; init; }

    public string? Details { get; init; }

    /// <summary>The shape of the body; null for none.</summary>
    public BodyShape? Body { get; init; }

    public bool BodyOptional { get; init; }

    public string BodyType { get; init; } = "application/json";

    /// <summary>Another accepted type of body, read as text; null for none.</summary>
    public string? TextBodyType { get; init; }

    /// <summary>A body to start from.</summary>
    public string? Example { get; init; }

    /// <summary>Values for parameters in the path that differ from the usual ones.</summary>
    public IReadOnlyList<PathExample> PathExamples { get; init; } = [];

    /// <summary>Responses by status, without the errors.</summary>
    public IReadOnlyList<RouteAnswer> Answers { get; init; } = [];

    /// <summary>Statuses of its problems, besides those that every route can have.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    public IReadOnlyList<ApiParameter> Headers { get; init; } = [];
}

/// <summary>A response that is not an error.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Contract">The contract of its body; null for none.</param>
/// <param name="ContentType">The type of its body.</param>
public sealed record RouteAnswer(int Status, string Description, Type? Contract = null, string ContentType = "application/json");

/// <summary>A query parameter or header of a route, for checks and for the OpenAPI document.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">For people.</param>
/// <param name="Repeats">May be given several times.</param>
public sealed record ApiParameter(string Name, ParameterKind Kind, string Description, bool Repeats = false)
{
    /// <summary>A value to start from; null: an example leaves it out.</summary>
    public string? Example { get; init; }
}

/// <summary>What a parameter holds.</summary>
public enum ParameterKind
{
    Text,
    Flag,
    Whole,
    Time,
    Duration,
    RunState,
    CalendarKind,
    SpecType,
    JobInclusion,
}
