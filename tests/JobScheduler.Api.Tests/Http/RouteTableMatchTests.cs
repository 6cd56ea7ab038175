using System.Diagnostics;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Http;

/// <summary>The table against ASP.NET Core's endpoint routing, which the Standalone head uses: both must pick the same.</summary>
public sealed class RouteTableMatchTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "X"];

    /// <summary>Where literals and parameters compete, with shapes that none of our own routes has yet.</summary>
    private static readonly IReadOnlyList<ApiRoute> Competing =
    [
        Route("GET", "/"), Route("GET", "/{a}"), Route("GET", "/x"), Route("POST", "/{a}"),
        Route("GET", "/{a}/y"), Route("GET", "/x/{b}"), Route("PUT", "/x/y"), Route("GET", "/{a}/{b}"), Route("DELETE", "/{a}/{b}"),
        Route("GET", "/x/{b}/z"),
        Route("GET", "/{a}/y/z"),
        Route("GET", "/x/{b}/{c}"),
        Route("POST", "/files/{**rest}"),
        Route("GET", "/files/{name}"),
        Route("GET", "/{p}-{q}/{r}-{s}"),
    ];

    /// <summary>
    /// Every route with each of its parameters as a plain value, as every literal of the table, and as text that is hard to read.
    /// </summary>
    private static IEnumerable<string> PathsOfTheTable =>
        from pattern in ApiRoutes.All.Select(route => route.Pattern).Distinct()
        from value in ApiRoutes.All.SelectMany(route => route.Pattern.Split('/')).Where(part => !part.StartsWith('{'))
            .Append("x").Append("%2F").Append("ä b").Distinct()
        select string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? value : part));

    [Fact]
    public async Task Every_route_of_the_table_is_picked_as_endpoint_routing_does()
    {
        var routing = new EndpointRouting(endpoints => endpoints.MapJobSchedulerApi(api => api.OwnsHost = true));
        var table = new RouteTable(ApiRoutes.All, ApiRoutes.Fallback);
        var picked = new HashSet<ApiRoute>();
        foreach (var path in PathsOfTheTable)
        {
            foreach (var method in Methods)
            {
                picked.Add(await AssertSameAsync(routing, table, method, path));
            }
        }

        Assert.Equal(
            ApiRoutes.All.Append(ApiRoutes.Fallback).Select(route => route.Name).Order(), picked.Select(route => route.Name).Order());
    }

    [Theory]
    [InlineData("/api/v1/jobs/")]
    [InlineData("/api/v1/jobs//")]
    [InlineData("/api/v1//jobs")]
    [InlineData("//api/v1/jobs")]
    [InlineData("/API/v1/JOBS/Report")]
    [InlineData("/api/v1/jobs//runs")]
    [InlineData("/api/v1/jobs/a%2Fb/runs")]
    [InlineData("/api/v1/jobs/%/runs")]
    [InlineData("/api/v1/jobs/../runs")]
    [InlineData("/api/v1/jobs/ /runs")]
    [InlineData("/api/v1/jobs/a?b/runs")]
    [InlineData("/api/v1/jobs/{jobId}/runs")]
    [InlineData("/api/v1/jobs/x/runs/")]
    [InlineData("/api/v1/jobs/x/runs/y")]
    [InlineData("/api/v1/jobsx")]
    [InlineData("/api/v1")]
    [InlineData("/reference/")]
    [InlineData("/reference/Icon.SVG")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("")]
    public async Task Paths_that_are_hard_to_read_are_read_as_endpoint_routing_does(string path)
    {
        var routing = new EndpointRouting(endpoints => endpoints.MapJobSchedulerApi(api => api.OwnsHost = true));
        var table = new RouteTable(ApiRoutes.All, ApiRoutes.Fallback);
        foreach (var method in Methods)
        {
            await AssertSameAsync(routing, table, method, path);
        }
    }

    [Fact]
    public async Task Routes_that_compete_are_picked_as_endpoint_routing_does_whatever_their_order()
    {
        string[] parts = ["", "x", "y", "z", "files", "m-n"];
        var paths = from a in parts from b in parts from c in parts from d in parts select $"/{a}/{b}/{c}/{d}".TrimEnd('/');
        var routing = new EndpointRouting(endpoints =>
        {
            foreach (var route in Competing)
            {
                string[] methods = route.Method == "GET" ? ["GET", "HEAD"] : [route.Method];
                endpoints.MapMethods(route.Pattern, methods, _ => Task.CompletedTask).WithMetadata(route);
            }

            endpoints.MapFallback(ApiRoutes.Fallback.Pattern, _ => Task.CompletedTask).WithMetadata(ApiRoutes.Fallback);
        });
        RouteTable[] tables = [new(Competing, ApiRoutes.Fallback), new(Competing.Reverse(), ApiRoutes.Fallback)];
        // Within a catch-all, a matcher refuses empty parts, as the table's docstring says.
        var told = paths.Distinct().Where(path =>
            !(path.StartsWith("/files", StringComparison.Ordinal) && path.Contains("//", StringComparison.Ordinal)));
        foreach (var path in told)
        {
            foreach (var method in Methods)
            {
                foreach (var table in tables)
                {
                    await AssertSameAsync(routing, table, method, path);
                }
            }
        }
    }

    [Fact]
    public void Match_prefersLiterals_andGivesTheValues()
    {
        var table = new RouteTable(ApiRoutes.All, ApiRoutes.Fallback);

        Assert.Equal("listDeadLetterCauses", table.Match("GET", "/api/v1/dead-letters/causes").Route.Name);
        var (route, values) = table.Match("delete", "/api/v1/dead-letters/causes");
        Assert.Equal(("deleteDeadLetter", "causes"), (route.Name, values["deadLetterId"]));
        Assert.Same(ApiRoutes.Fallback, table.Match("PUT", "/api/v1/dead-letters/causes").Route);
    }

    private static async Task<ApiRoute> AssertSameAsync(EndpointRouting routing, RouteTable table, string method, string path)
    {
        var (expected, expectedValues) = await routing.MatchAsync(method, path);
        var (found, values) = table.Match(method, path);
        Assert.True(expected == found, $"{method} {path}: {found.Name} instead of {expected.Name}");
        if (found != ApiRoutes.Fallback)
        {
            Assert.Equal(expectedValues.OrderBy(value => value.Key), values.OrderBy(value => value.Key));
        }

        return found;
    }

    private static ApiRoute Route(string method, string pattern) => new()
    {
        Name = $"{method} {pattern}",
        Method = method,
        Pattern = pattern,
        Policy = AccessPolicy.Anonymous,
        Handler = _ => throw new NotSupportedException(),
    };

    /// <summary>What endpoint routing picks, without a server and without calling it.</summary>
    private sealed class EndpointRouting
    {
        private readonly RequestDelegate _pipeline;

        public EndpointRouting(Action<IEndpointRouteBuilder> map)
        {
            var services =
                new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("test")).AddJobSchedulerApi()
                    .Configure<AccessOptions>(access => access.AdministratorKey = "k-Z8-yKJam1USWZLOMnlUGqFQkMCHswHuz")
                    .BuildServiceProvider();
            var app = new ApplicationBuilder(services);
            app.UseRouting();
            app.Use((HttpContext _, RequestDelegate _) => Task.CompletedTask);
            app.UseEndpoints(map);
            _pipeline = app.Build();
        }

        public async Task<(ApiRoute Route, RouteValueDictionary Values)> MatchAsync(string method, string path)
        {
            var context = new DefaultHttpContext { Request = { Method = method, Path = path } };
            await _pipeline(context);
            return (context.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiRoute>(), context.Request.RouteValues);
        }
    }
}
