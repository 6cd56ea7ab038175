using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Hosts;

/// <summary>Routes of target hosts.</summary>
internal static class HostRoutes
{
    private const string Tag = "Hosts";
    private const string Many = Root + "/hosts";
    private const string One = Many + "/{host}";
    private const string Example =
        """
        { "max": 20, "rate": "50/s", "burst": 100, "circuit": { "failures": 10, "window": "1m", "open": "30s" } }
        """;

    private static readonly RouteAnswer Created = new(
        StatusCodes.Status201Created, "Created; Location points to the host.", typeof(TargetHost));
    private static readonly AccessPolicy Read = AccessPolicy.Needs("hosts.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("hosts.write");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listHosts", Method = "GET", Pattern = Many, Policy = Read, Query = PageQuery,
            Handler = On<HostEndpoints>((hosts, call) => hosts.ListAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List target hosts",
                Details = "Hosts with a definition, and hosts without one whose circuit is open or that are held back by a Retry-After.",
                Answers = [Ok<Page<TargetHost>>("Hosts, ordered by name.")],
            },
        },
        new()
        {
            Name = "putHost", Method = "PUT", Pattern = One, Policy = Write,
            Handler = On<HostEndpoints>((hosts, call) => hosts.PutAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace the limits of a target host",
                Details =
                    "They hold for all HTTP targets on that host, over all processes; these follow within 5 seconds. Runs that have "
                    + "to wait use up no attempt. The host is named in lower case, with its port behind an underscore if that is not the "
                    + "usual one: api.example.com_8443. Omitted members take their defaults.",
                Body = HostBodies.Host, Headers = [IfMatch, IfNoneMatch],
                Example = Example, Answers = [Ok<TargetHost>("Replaced."), Created], Problems = [409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getHost", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<HostEndpoints>((hosts, call) => hosts.GetAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read the limits and the state of a target host",
                Details = "Also without limits, while its circuit is open or it is held back. The ETag is that of the limits alone.",
                Headers = [IfChanged],
                Answers = [Ok<TargetHost>("The host; ETag identifies the state of its limits."), NotModified], Problems = [404, 412],
            },
        },
        new()
        {
            Name = "patchHost", Method = "PATCH", Pattern = One, Policy = Write,
            Handler = On<HostEndpoints>((hosts, call) => hosts.PatchAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Change some limits of a target host",
                Details = "JSON merge patch (RFC 7396): null removes a member, which then takes its default.",
                Body = HostBodies.Host, BodyType = "application/merge-patch+json", Example = """{ "max": 10 }""", Headers = [IfMatch],
                Answers = [Ok<TargetHost>("Changed.")], Problems = [404, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "deleteHost", Method = "DELETE", Pattern = One, Policy = Write,
            Handler = On<HostEndpoints>((hosts, call) => hosts.DeleteAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete the limits of a target host",
                Details = "Its defaults hold then; an open circuit stays open until its probe succeeds.",
                Headers = [IfMatch], Answers = [Done], Problems = [404, 412],
            },
        },
    ];
}
