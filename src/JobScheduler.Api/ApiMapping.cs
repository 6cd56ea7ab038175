using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api;

/// <summary>Maps the table of routes onto ASP.NET Core's routing.</summary>
public static class ApiMapping
{
    /// <summary>
    /// Maps every route of <see cref="ApiRoutes"/>, and an answer to all other paths. Each endpoint carries its
    /// <see cref="ApiRoute"/> and its policy as metadata, and nothing that lets routing judge the body: a wrong content type is
    /// answered by the route itself.
    /// </summary>
    public static IEndpointRouteBuilder MapJobSchedulerApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in ApiRoutes.All)
        {
            string[] methods = route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];
            endpoints.MapMethods(route.Pattern, methods, HandlerOf(route)).WithMetadata(route, route.Policy);
        }

        endpoints.MapFallback(ApiRoutes.Fallback.Pattern, HandlerOf(ApiRoutes.Fallback))
            .WithMetadata(ApiRoutes.Fallback, ApiRoutes.Fallback.Policy);
        return endpoints;
    }

    private static RequestDelegate HandlerOf(ApiRoute route) => async context =>
    {
        var dispatcher = context.RequestServices.GetRequiredService<ApiDispatcher>();
        var answer = await dispatcher.InvokeAsync(route, context);
        await answer.ExecuteAsync(context);
    };
}
