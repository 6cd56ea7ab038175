using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>
/// One function for each resource, so that the portal lists them separately; the table of routes decides what a request means. All are
/// anonymous to the platform: the dispatcher is the gate. <see cref="DenyByDefault"/> blocks every other HTTP function.
/// </summary>
public sealed class ApiFunctions(FunctionApi api)
{
    /// <summary>The names of these functions.</summary>
    internal static FrozenSet<string> Names { get; } = typeof(ApiFunctions).GetMethods()
        .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
        .OfType<string>()
        .ToFrozenSet(StringComparer.Ordinal);

    [Function(nameof(Auth))]
    public Task<IResult> Auth([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/auth/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Calendars))]
    public Task<IResult> Calendars([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/calendars/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(DeadLetters))]
    public Task<IResult> DeadLetters(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/dead-letters/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Fires))]
    public Task<IResult> Fires([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/fires/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Groups))]
    public Task<IResult> Groups([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/groups/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Health))]
    public Task<IResult> Health([HttpTrigger(AuthorizationLevel.Anonymous, Route = "health/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Hosts))]
    public Task<IResult> Hosts([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/hosts/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Jobs))]
    public Task<IResult> Jobs([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/jobs/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(OpenApi))]
    public Task<IResult> OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, Route = "openapi/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Operations))]
    public Task<IResult> Operations([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/operations/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Problems))]
    public Task<IResult> Problems([HttpTrigger(AuthorizationLevel.Anonymous, Route = "problems/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Reference))]
    public Task<IResult> Reference([HttpTrigger(AuthorizationLevel.Anonymous, Route = "reference/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Runs))]
    public Task<IResult> Runs([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/runs/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(Schedules))]
    public Task<IResult> Schedules([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/schedules/{*rest}")] HttpRequest request) =>
        api.InvokeAsync(request);

    /// <summary>
    /// Every other path, and the root. The host attributes a request to the first function, in the order of their names, whose route could
    /// match, so this name has to come last.
    /// </summary>
    [Function(nameof(ZFallback))]
    public Task<IResult> ZFallback([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
