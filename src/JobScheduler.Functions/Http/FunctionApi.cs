using System.Runtime.CompilerServices;
using JobScheduler.Api.Routing;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Brings the request of a function to its route.</summary>
public sealed class FunctionApi(ApiDispatcher dispatcher)
{
    /// <summary>The answer of the route that the calling function is named after.</summary>
    public Task<IResult> InvokeAsync(HttpRequest request, [CallerMemberName] string function = "") =>
        dispatcher.InvokeAsync(FunctionRoutes.Of(function, request), request.HttpContext);
}
