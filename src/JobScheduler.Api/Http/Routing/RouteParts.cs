using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Http;

/// <summary>What the tables of routes share.</summary>
internal static class RouteParts
{
    public const string Root = Answers.Root;

    /// <summary>What lists in pages, and nothing else, can be asked for.</summary>
    public const string Limit = "limit";

    public static readonly ApiParameter[] PageQuery =
    [
        new(Limit, ParameterKind.Whole, "Items per page, 1 to 1,000. Default 100."),
        new("continuation", ParameterKind.Text, "The continuation of the previous page."),
    ];

    public static readonly ApiParameter Label = new(
        "label", ParameterKind.Text, "key:value; an item must have all given labels.", Repeats: true);
    public static readonly ApiParameter From = new("from", ParameterKind.Time, "At or after this time.");
    public static readonly ApiParameter To = new("to", ParameterKind.Time, "Before this time.");
    public static readonly ApiParameter IfMatch = new(
        "If-Match",
        ParameterKind.Text,
        "The ETag that was read, in quotes, or several of them: 412 if the record has changed since. Or *: it must exist.");
    public static readonly ApiParameter IfNoneMatch = new(
        "If-None-Match", ParameterKind.Text, "*: the record must not exist yet. Or ETags that it must not have.");
    public static readonly ApiParameter IfChanged = new(
        "If-None-Match", ParameterKind.Text, "ETags, or *: 304 if the record has one of them.");
    public static readonly ApiParameter Key = new(
        IdempotencyHeader.Name,
        ParameterKind.Text,
        "1 to 200 printable ASCII characters. The same key and request give the same run for at least 24 h.");

    public static readonly RouteAnswer Done = new(StatusCodes.Status204NoContent, "Done.");
    public static readonly RouteAnswer NotModified = new(
        StatusCodes.Status304NotModified, "If-None-Match names its current ETag.");
    public static readonly RouteAnswer Started = new(
        StatusCodes.Status202Accepted, "Started; Location points to the operation.", typeof(Operation));
    public static readonly RouteAnswer Counted = new(
        StatusCodes.Status200OK, "With dryRun: how many there are; nothing was changed.", typeof(MatchCount));
    public static readonly RouteAnswer Accepted = new(StatusCodes.Status202Accepted, "Accepted; Location points to the run.", typeof(Run));
    public static readonly RouteAnswer Replayed = new(
        StatusCodes.Status200OK, "Accepted before under the same idempotency key.", typeof(Run));

    public static RouteAnswer Ok<T>(string description = "Found.") => new(StatusCodes.Status200OK, description, typeof(T));

    /// <summary>A handler of an endpoint class, resolved for each call.</summary>
    public static Func<ApiCall, Task<IResult>> On<T>(Func<T, ApiCall, Task<IResult>> handler)
        where T : notnull => call => handler(call.Context.RequestServices.GetRequiredService<T>(), call);
}
