using JobScheduler.Api.Http;

namespace JobScheduler.Api.Groups;

/// <summary>The body of a group, and what it means.</summary>
internal static class GroupBodies
{
    public static readonly BodyShape<Group> Group = new();

    public static void Judge(Group group, string id, ErrorList errors)
    {
        BodyRules.CheckId(group.Id, id, errors);
        MemberBounds.Check(group, "", errors);
    }
}
