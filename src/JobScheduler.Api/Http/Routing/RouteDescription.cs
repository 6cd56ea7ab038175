namespace JobScheduler.Api.Http;

/// <summary>What the OpenAPI document says of a route besides its path and policy.</summary>
public sealed record RouteDescription
{
    /// <summary>The heading it stands under.</summary>
    public required string Tag { get; init; }

    public required string Summary { get; init; }

    public string? Details { get; init; }

    /// <summary>The shape of the body; null for none.</summary>
    public BodyShape? Body { get; init; }

    public bool BodyOptional { get; init; }

    public string BodyType { get; init; } = "application/json";

    /// <summary>Another type of body that is taken, as text; null for none.</summary>
    public string? TextBodyType { get; init; }

    /// <summary>A body to begin with.</summary>
    public string? Example { get; init; }

    /// <summary>Answers by status, without the errors.</summary>
    public IReadOnlyList<RouteAnswer> Answers { get; init; } = [];

    /// <summary>Statuses of its problems, besides those that every route can have.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    public IReadOnlyList<ApiParameter> Headers { get; init; } = [];
}

/// <summary>An answer that is no error.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Contract">Of its body; null for none.</param>
/// <param name="ContentType">Of its body.</param>
public sealed record RouteAnswer(int Status, string Description, Type? Contract = null, string ContentType = "application/json");
