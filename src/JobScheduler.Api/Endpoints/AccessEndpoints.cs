using JobScheduler.Api.Contracts;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Who am I.</summary>
public static class AccessEndpoints
{
    public static Task<IResult> MeAsync(ApiCall call) => Task.FromResult<IResult>(
        Answers.Ok(new CallerContract(call.Tenant, call.Actor, call.Caller.Role), ApiJson.Default.CallerContract));
}
