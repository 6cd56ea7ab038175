using System.Buffers;
using JobScheduler.Api;
using JobScheduler.Api.Health;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the table of routes onto ASP.NET Core's routing.</summary>
public static class JobSchedulerApiMapping
{
    private static readonly SearchValues<char> PrefixCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-");

    /// <summary>
    /// Maps the routes of <see cref="ApiRoutes"/>, and an answer to all other paths below <c>/api/v1</c>. Each endpoint carries its
    /// <see cref="ApiRoute"/> and its policy as metadata, and nothing that lets routing judge the body: a wrong content type is
    /// answered by the route itself.
    /// </summary>
    /// <param name="endpoints">Usually the application.</param>
    /// <param name="configure">Prefix, whose callers, and how much of the host.</param>
    /// <returns>For conventions of the host, such as <c>RequireAuthorization</c>; they hold for all routes.</returns>
    /// <exception cref="ArgumentException">The prefix is not a path.</exception>
    /// <exception cref="OptionsValidationException">No callers were given, and there is no valid key.</exception>
    public static IEndpointConventionBuilder MapJobSchedulerApi(
        this IEndpointRouteBuilder endpoints, Action<ApiMappingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new ApiMappingOptions();
        configure?.Invoke(options);
        Check(options, endpoints.ServiceProvider);
        var group = endpoints.MapGroup(options.Prefix);
        foreach (var route in ApiRoutes.All.Where(route => options.OwnsHost || !RootRoutes.IsHosts(route)))
        {
            string[] methods = route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];
            var endpoint = group.MapMethods(route.Pattern, methods, HandlerOf(route, options)).WithMetadata(route, route.Policy);
            if (route.Policy.TakesCompletionToken && route.Method == HttpMethods.Post)
            {
                // Targets report with the token of their attempt and are nobody to the host; the gate judges everyone here. What can be
                // read with a token stays behind the host's own authorization.
                endpoint.AllowAnonymous();
            }
        }

        var fallback = ApiRoutes.Fallback;
        group.MapFallback(options.OwnsHost ? fallback.Pattern : Answers.Root + fallback.Pattern, HandlerOf(fallback, options))
            .WithMetadata(fallback, fallback.Policy);
        return group;
    }

    private static void Check(ApiMappingOptions options, IServiceProvider services)
    {
        if (!IsPrefix(options.Prefix))
        {
            throw new ArgumentException(
                $"the prefix '{options.Prefix}' must be segments of letters, digits, '-', '.', '_' and '~', each after a slash, "
                + "as in /scheduler");
        }

        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(ApiDispatcher)) == false)
        {
            throw new InvalidOperationException("there is no scheduler in this host: call AddJobScheduler on its services first");
        }

        if (options.Caller is null)
        {
            // The host would do this at its start; now, it reports the faults of all options together.
            services.GetService<IStartupValidator>()?.Validate();
            _ = services.GetRequiredService<IOptions<AccessOptions>>().Value;
        }
    }

    // It is written into headers and pages as it is.
    private static bool IsPrefix(string text) => text.Length == 0
        || (text[0] == '/' && text[1..].Split('/').All(part => part.Length > 0 && !part.AsSpan().ContainsAnyExcept(PrefixCharacters)));

    private static RequestDelegate HandlerOf(ApiRoute route, ApiMappingOptions options) => async context =>
    {
        ApiBase.Set(context, options.Prefix);
        if (!options.OwnsHost)
        {
            SecureHeaders.LeaveTransport(context);
        }

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await StopOfWaiting.RunAsync(context, () => AnswerAsync(route, context, options), stopping);
    };

    private static async Task AnswerAsync(ApiRoute route, HttpContext context, ApiMappingOptions options)
    {
        var dispatcher = context.RequestServices.GetRequiredService<ApiDispatcher>();
        var answer = await dispatcher.InvokeAsync(route, context, options.Caller);
        await answer.ExecuteAsync(context);
    }
}
