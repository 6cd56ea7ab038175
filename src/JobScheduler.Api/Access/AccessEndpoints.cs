using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Access;

/// <summary>Who am I.</summary>
public static class AccessEndpoints
{
    public static Task<IResult> MeAsync(ApiCall call) => Task.FromResult<IResult>(
        Answers.Ok(new Me(call.Tenant, call.Actor, call.Admitted.Role), WireJson.Default.Me));
}
