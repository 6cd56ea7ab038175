using JobScheduler.Api.Routing;
using JobScheduler.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Http;

public sealed class FunctionTableTests
{
    /// <summary>What may be read without credentials. A route that is added here is open to the world.</summary>
    private static readonly string[] Open =
        ["GetLiveness", "GetReadiness", "GetOpenApi", "GetReference", "GetReferenceScript", "GetReferenceStyle", "GetReferenceIcon"];

    [Fact]
    public void Every_route_but_the_root_has_one_function_of_its_name_method_and_path()
    {
        var expected = ApiRoutes.All.Where(route => route.Pattern != "/").Select(route => (
            FunctionRoutes.NameOf(route), route.Pattern[1..], route.Method == "GET" ? "get head" : route.Method.ToLowerInvariant()));
        var found = Functions.With<HttpTriggerAttribute>()
            .Where(function => function.Method.Name != FunctionRoutes.Fallback)
            .Select(function => (Functions.NameOf(function.Method), function.Trigger.Route!, string.Join(' ', function.Trigger.Methods!)));

        Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public void Fallback_takes_every_method_and_path()
    {
        var (_, trigger) = Assert.Single(Functions.With<HttpTriggerAttribute>(), function => Functions.NameOf(function.Method) == FunctionRoutes.Fallback);

        Assert.Equal("{*path}", trigger.Route);
        Assert.Null(trigger.Methods);
    }

    [Fact]
    public void Functions_are_named_after_their_methods_and_gated_by_us_alone()
    {
        Assert.All(Functions.With<HttpTriggerAttribute>(), function =>
        {
            Assert.Equal(function.Method.Name, Functions.NameOf(function.Method));
            Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel);
            Assert.NotNull(FunctionRoutes.Find(function.Method.Name));
        });
    }

    [Fact]
    public void Fallback_is_the_last_in_the_order_of_names() =>
        Assert.Equal(FunctionRoutes.Fallback, Functions.With<HttpTriggerAttribute>().Select(function => Functions.NameOf(function.Method)).Max(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public async Task Without_credentials_only_the_listed_functions_answer()
    {
        using var head = new Head();
        var open = new List<string>();
        foreach (var (method, trigger) in Functions.With<HttpTriggerAttribute>())
        {
            var context = Request(trigger.Methods?[0].ToUpperInvariant() ?? "GET", "/" + trigger.Route, trigger.Route!);
            context.RequestServices = head.Services;
            var functions = ActivatorUtilities.CreateInstance(head.Services, method.DeclaringType!);
            var answer = await (Task<IResult>)method.Invoke(functions, [context.Request])!;
            await answer.ExecuteAsync(context);
            if (context.Response.StatusCode != StatusCodes.Status401Unauthorized)
            {
                open.Add(method.Name);
            }
        }

        Assert.Equal(Open.Order(), open.Order());
    }

    [Fact]
    public void Of_finds_each_route_by_what_the_worker_has_matched() => Assert.All(ApiRoutes.All, route =>
    {
        Assert.Same(route, FunctionRoutes.Of(Request(route.Method, route.Pattern, route.Pattern[1..])));
        if (route.Method == "GET")
        {
            Assert.Same(route, FunctionRoutes.Of(Request("HEAD", route.Pattern, route.Pattern[1..])));
        }
    });

    [Theory]
    [InlineData("POST", "/", "{*path}")]
    [InlineData("GET", "/else", "{*path}")]
    [InlineData("PUT", "/api/v1/jobs", "{*path}")]
    [InlineData("GET", "/api/v1/forgotten", "api/v1/forgotten")]
    public void Of_knows_no_other_routes(string method, string path, string pattern) =>
        Assert.Same(ApiRoutes.Fallback, FunctionRoutes.Of(Request(method, path, pattern)));

    /// <summary>As the worker's routing hands it over. The root is matched by the fallback's pattern.</summary>
    private static DefaultHttpContext Request(string method, string path, string pattern)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/" + (pattern == "" ? "{*path}" : pattern)), 0, null, null));
        return context;
    }
}
