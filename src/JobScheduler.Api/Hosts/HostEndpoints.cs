using JobScheduler.Api.Http;
using JobScheduler.Hosts;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Hosts;

/// <summary>Target hosts: write, change, read, list, delete.</summary>
public sealed class HostEndpoints(HostCatalog hosts, HostLists lists)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var host = call.NewHost;
        var condition = Preconditions.Read(call.Request);
        var body = await call.ReadAsync(HostBodies.Host, (shape, errors) => HostBodies.Judge(shape, host, errors));
        var write = await hosts.PutAsync(call.Caller, host, body.ToDefinition(), condition, call.Cancellation);
        return await ShowAsync(call, write.Record, write.Created);
    }

    public async Task<IResult> PatchAsync(ApiCall call)
    {
        var host = call.Host;
        var condition = Preconditions.Read(call.Request);
        using var patch = await RecordPatch.ReadAsync(call);
        var record = await hosts.ChangeAsync(call.Caller, host, Change, condition, call.Cancellation);
        return await ShowAsync(call, record);

        HostDefinition Change(HostRecord record) => HostBodies.Host
            .Read(patch.Apply(HostViews.Of(record), WireJson.Default.TargetHost).Whole, (whole, errors) =>
                HostBodies.Judge(whole, host, errors))
            .ToDefinition();
    }

    public async Task<IResult> GetAsync(ApiCall call) => Show(await hosts.GetAsync(call.Tenant, call.Host, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        return Answers.Page(await lists.ReadAsync(call.Tenant, page, call.Cancellation), HostViews.Of, WireJson.Default.PageTargetHost);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request);
        await hosts.DeleteAsync(call.Caller, call.Host, condition, call.Cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>What was written, with what is known of the host.</summary>
    private async Task<IResult> ShowAsync(ApiCall call, HostRecord written, bool created = false)
    {
        var state = await hosts.StateAsync(call.Tenant, written.Id, call.Cancellation);
        return Show(new HostSight(written.Id, written, state), created);
    }

    private static JsonResult<TargetHost> Show(HostSight host, bool created = false) => Answers.Of(
        HostViews.Of(host),
        WireJson.Default.TargetHost,
        host.Record?.ETag ?? "",
        created ? $"{Answers.Root}/hosts/{host.Host}" : null);
}
