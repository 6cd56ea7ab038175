using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Routing;

/// <summary>Maps the table of routes onto ASP.NET Core's routing.</summary>
public static class ApiMapping
{
    /// <summary>
    /// Maps every route of <see cref="ApiRoutes"/>, and an answer to all other paths. Each endpoint carries its
    /// <see cref="ApiRoute"/> and its policy as metadata.
    /// </summary>
    public static IEndpointRouteBuilder MapJobSchedulerApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in ApiRoutes.All)
        {
            Describe(endpoints.MapMethods(route.Pattern, [route.Method], HandlerOf(route)), route);
            if (route.Method == HttpMethods.Get)
            {
                Describe(endpoints.MapMethods(route.Pattern, [HttpMethods.Head], HandlerOf(route)), route).ExcludeFromDescription();
            }
        }

        Describe(endpoints.MapFallback(ApiRoutes.Fallback.Pattern, HandlerOf(ApiRoutes.Fallback)), ApiRoutes.Fallback).ExcludeFromDescription();
        return endpoints;
    }

    private static Delegate HandlerOf(ApiRoute route) => (HttpContext context) =>
        context.RequestServices.GetRequiredService<ApiDispatcher>().InvokeAsync(route, context);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder builder, ApiRoute route)
    {
        builder.WithMetadata(route, route.Policy);
        if (route.Description is not { } description)
        {
            return builder.ExcludeFromDescription();
        }

        builder.WithTags(description.Tag).WithSummary(description.Summary);
        if (description.Details is not null)
        {
            builder.WithDescription(description.Details);
        }

        if (description.Body is not null)
        {
            builder.Accepts(description.Body, description.BodyOptional, description.BodyType);
        }

        foreach (var answer in description.Answers)
        {
            builder.Produces(answer.Status, answer.Contract, answer.Contract is null ? null : answer.ContentType);
        }

        return builder;
    }
}
