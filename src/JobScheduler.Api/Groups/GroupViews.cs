using JobScheduler.Gates;

namespace JobScheduler.Api.Groups;

/// <summary>What the API shows of groups.</summary>
public static class GroupViews
{
    public static Group Of(GroupRecord group) => new(group.Definition)
    {
        Id = group.Id,
        CreatedBy = group.CreatedBy,
        CreatedAt = group.CreatedAt,
        UpdatedAt = group.UpdatedAt,
    };

    public static Group Of(GroupRecord group, GroupUse use) =>
        Of(group) with { Holders = use.Holders, Waiters = use.Waiters, Waiting = use.Waiting };
}
