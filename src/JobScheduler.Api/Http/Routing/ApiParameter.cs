namespace JobScheduler.Api.Http;

/// <summary>A query parameter or header of a route, for checks and for the OpenAPI document.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">For people.</param>
/// <param name="Repeats">May be given several times.</param>
public sealed record ApiParameter(string Name, ParameterKind Kind, string Description, bool Repeats = false);

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
}
