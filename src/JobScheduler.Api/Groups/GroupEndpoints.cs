using JobScheduler.Api.Http;
using JobScheduler.Gates;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Groups;

/// <summary>Groups: write, read, list, delete.</summary>
public sealed class GroupEndpoints(GroupCatalog groups)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var id = call.NewGroupId;
        var condition = Preconditions.Read(call.Request);
        call.Query.Close();
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var group = GroupBodies.Group.Read(document.RootElement, (body, errors) => GroupBodies.Judge(body, id, errors));
        var write = await groups.PutAsync(call.Caller, id, group.ToDefinition(), condition, call.Cancellation);
        return await ShowAsync(call, write.Record, write.Created);
    }

    public async Task<IResult> GetAsync(ApiCall call) =>
        await ShowAsync(call, await groups.GetAsync(call.Tenant, call.GroupId, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await groups.ListAsync(call.Tenant, page, call.Cancellation);
        return Answers.Page(found, GroupViews.Of, WireJson.Default.PageGroup);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request);
        await groups.DeleteAsync(call.Caller, call.GroupId, condition, call.Cancellation);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ShowAsync(ApiCall call, GroupRecord group, bool created = false) => Answers.Of(
        GroupViews.Of(group, await groups.UseAsync(call.Tenant, group.Id, call.Cancellation)),
        WireJson.Default.Group,
        group.ETag,
        created ? $"{Answers.Root}/groups/{group.Id}" : null);
}
