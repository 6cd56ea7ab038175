using JobScheduler.Api.Http;
using JobScheduler.Operations;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Operations;

/// <summary>Long operations and their progress.</summary>
public sealed class OperationEndpoints(OperationBoard board)
{
    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Ok(await board.GetAsync(call.Tenant, call.OperationId, call.Cancellation), WireJson.Default.Operation);
}
