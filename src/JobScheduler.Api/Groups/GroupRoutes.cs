using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Groups;

/// <summary>Routes of groups.</summary>
internal static class GroupRoutes
{
    private const string Tag = "Groups";
    private const string Many = Root + "/groups";
    private const string One = Many + "/{groupId}";

    private static readonly RouteAnswer Created = new(
        StatusCodes.Status201Created, "Created; Location points to the group.", typeof(Group));
    private static readonly AccessPolicy Read = AccessPolicy.Needs("groups.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("groups.write");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listGroups", Method = "GET", Pattern = Many, Policy = Read, Query = PageQuery,
            Handler = On<GroupEndpoints>((groups, call) => groups.ListAsync(call)),
            Description = new() { Tag = Tag, Summary = "List groups", Answers = [Ok<Page<Group>>("Groups, ordered by id.")] },
        },
        new()
        {
            Name = "putGroup", Method = "PUT", Pattern = One, Policy = Write,
            Memory = RouteMemory.Scan, Handler = On<GroupEndpoints>((groups, call) => groups.PutAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace a group",
                Details =
                    "Jobs join it with concurrency.group. A changed limit holds at once; above a lowered one no run begins until fewer are "
                    + "under way.",
                Body = GroupBodies.Group, Headers = [IfMatch, IfNoneMatch],
                Example = """{ "max": 5 }""", Answers = [Ok<Group>("Replaced."), Created], Problems = [409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getGroup", Method = "GET", Pattern = One, Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<GroupEndpoints>((groups, call) => groups.GetAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read a group, and who has and waits for its places",
                Answers = [Ok<Group>("The group; ETag identifies its definition.")],
                Problems = [404],
            },
        },
        new()
        {
            Name = "deleteGroup", Method = "DELETE", Pattern = One, Policy = Write,
            Handler = On<GroupEndpoints>((groups, call) => groups.DeleteAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete a group that no run uses",
                Details = "Take it out of its jobs first: a group that does not exist limits nothing.",
                Headers = [IfMatch], Answers = [Done], Problems = [404, 409, 412],
            },
        },
    ];
}
