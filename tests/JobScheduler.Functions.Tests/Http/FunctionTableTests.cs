using JobScheduler.Api.Http;
using JobScheduler.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Http;

/// <summary>The HTTP functions against the table of routes.</summary>
public sealed class FunctionTableTests
{
    private static readonly (string Name, HttpTriggerAttribute Trigger)[] All =
        [.. Functions.With<HttpTriggerAttribute>().Select(function => (Functions.NameOf(function.Method), function.Trigger))];

    private static readonly (string Name, HttpTriggerAttribute Trigger)[] Resources =
        [.. All.Where(function => function.Name != nameof(ApiFunctions.ZFallback))];

    [Fact]
    public void Every_route_has_the_function_of_its_resource_and_the_root_has_the_fallback() => Assert.All(ApiRoutes.All, route =>
    {
        var found = Resources.Where(function => Takes(function.Trigger, route.Pattern)).Select(function => function.Name);

        Assert.Equal(route.Pattern == "/" ? 0 : 1, found.Count());
    });

    [Fact]
    public void Every_function_has_a_route() =>
        Assert.All(Resources, function => Assert.Contains(ApiRoutes.All, route => Takes(function.Trigger, route.Pattern)));

    [Fact]
    public void Functions_are_named_after_their_resource() => Assert.All(Resources, function =>
    {
        var resource = function.Trigger.Route!.Split('/')[^2];

        Assert.EndsWith("/{*rest}", function.Trigger.Route, StringComparison.Ordinal);
        Assert.Equal(resource.Replace("-", "", StringComparison.Ordinal), function.Name, ignoreCase: true);
    });

    [Fact]
    public void Fallback_takes_every_path()
    {
        var (_, trigger) = Assert.Single(All, function => function.Name == nameof(ApiFunctions.ZFallback));

        Assert.All(["/", "/else", "/api/v1/jobs/x", "/api/v2/"], path => Assert.True(Takes(trigger, path)));
    }

    [Fact]
    public void Fallback_is_the_last_in_the_order_of_names() =>
        Assert.Equal(nameof(ApiFunctions.ZFallback), All.Select(function => function.Name).Max(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Functions_take_every_method_and_are_gated_by_us_alone() => Assert.All(All, function =>
    {
        Assert.Null(function.Trigger.Methods);
        Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel);
    });

    [Fact]
    public void What_may_be_called_is_what_there_is() =>
        Assert.Equal(All.Select(function => function.Name).Order(), ApiFunctions.Names.Order());

    [Fact]
    public async Task Every_function_goes_through_the_dispatcher()
    {
        using var head = new Head();
        var functions = ActivatorUtilities.CreateInstance<ApiFunctions>(head.Services);
        foreach (var (method, _) in Functions.With<HttpTriggerAttribute>())
        {
            // Wherever a request arrives, its route answers: this one only to those who have a key, and with the dispatcher's headers.
            var context = Request.To("GET", "/api/v1/auth/me", head.Services);
            var answer = await (Task<IResult>)method.Invoke(functions, [context.Request])!;
            await answer.ExecuteAsync(context);

            Assert.Equal(StatusCodes.Status401Unauthorized, context.Response.StatusCode);
            Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions);
        }
    }

    /// <summary>As the host and the worker match: by the same templates as ASP.NET Core.</summary>
    private static bool Takes(HttpTriggerAttribute trigger, string path) =>
        new TemplateMatcher(TemplateParser.Parse(trigger.Route!), []).TryMatch(path, []);
}
