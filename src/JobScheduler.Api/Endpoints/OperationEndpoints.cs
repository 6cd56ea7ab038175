using JobScheduler.Api.Contracts;
using JobScheduler.Operations;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Long operations and how far they are.</summary>
public sealed class OperationEndpoints(OperationBoard board)
{
    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Ok(OperationContract.Of(await board.GetAsync(call.Tenant, call.OperationId, call.Cancellation)), ApiJson.Default.OperationContract);
}
