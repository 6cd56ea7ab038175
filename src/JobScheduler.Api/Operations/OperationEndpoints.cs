using JobScheduler.Api.Http;
using JobScheduler.Operations;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Operations;

/// <summary>Long operations: their progress, and cancellation.</summary>
public sealed class OperationEndpoints(OperationBoard board)
{
    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new OperationQuery(query.Choice<OperationState>("state"), query.Text("kind"));
        query.Close();
        return Answers.Ok(await board.ListAsync(call.Tenant, filter, page, call.Cancellation), WireJson.Default.PageOperation);
    }

    public async Task<IResult> CancelAsync(ApiCall call) =>
        Answers.Ok(await board.CancelAsync(call.Caller, call.OperationId, call.Cancellation), WireJson.Default.Operation);

    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Ok(await board.GetAsync(call.Tenant, call.OperationId, call.Cancellation), WireJson.Default.Operation);
}
