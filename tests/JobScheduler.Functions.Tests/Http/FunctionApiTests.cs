using System.Diagnostics;
using JobScheduler.Api.Http;
using JobScheduler.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Http;

public sealed class FunctionApiTests
{
    [Fact]
    public async Task Without_credentials_only_the_anonymous_routes_answer()
    {
        foreach (var route in ApiRoutes.All.Append(ApiRoutes.Fallback))
        {
            var context = await InvokeAsync(
                route == ApiRoutes.Fallback ? "GET" : route.Method, route == ApiRoutes.Fallback ? "/else" : route.Pattern);

            Assert.Equal(route.Policy.IsAnonymous, context.Response.StatusCode != StatusCodes.Status401Unauthorized);
            Assert.Equal("same-origin", context.Response.Headers["Cross-Origin-Resource-Policy"].ToString());
            Assert.Equal("same-origin", context.Response.Headers["Cross-Origin-Opener-Policy"].ToString());
        }
    }

    [Theory]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("HEAD", "/health/live", 200)]
    [InlineData("GET", "/", 302)]
    [InlineData("GET", "/problems", 200)]
    [InlineData("GET", "/problems/validation", 200)]
    [InlineData("HEAD", "/problems/validation", 200)]
    [InlineData("GET", "/api/v1/jobs", 200)]
    [InlineData("GET", "/api/v1/jobs/", 200)]
    [InlineData("GET", "/api/v1/jobs/nobody", 404)]
    [InlineData("GET", "/api/v1/dead-letters/causes", 200)]
    [InlineData("PUT", "/api/v1/jobs", 405)]
    [InlineData("GET", "/api/v1/jobs/nobody/else", 404)]
    [InlineData("GET", "/else", 404)]
    public async Task Request_is_answered_by_its_route(string method, string path, int status) =>
        Assert.Equal(status, (await InvokeAsync(method, path, Head.Key)).Response.StatusCode);

    [Fact]
    public async Task Route_is_given_the_values_of_its_path()
    {
        var context = await InvokeAsync("GET", "/api/v1/jobs/a/schedules/b", Head.Key);

        Assert.Equal(("a", "b"), (context.Request.RouteValues["jobId"], context.Request.RouteValues["scheduleId"]));
    }

    [Theory]
    [InlineData("POST", "/api/v1/jobs/a/runs", "POST /api/v1/jobs/{jobId}/runs", "/api/v1/jobs/{jobId}/runs")]
    [InlineData("head", "/api/v1/jobs/a", "HEAD /api/v1/jobs/{jobId}", "/api/v1/jobs/{jobId}")]
    [InlineData("GET", "/", "GET /", "/")]
    public async Task Operation_is_named_after_its_route(string method, string path, string name, string route)
    {
        using var activity = new Activity("function").Start();

        await InvokeAsync(method, path);

        Assert.Equal((name, route), (activity.DisplayName, activity.GetTagItem("http.route")));
    }

    [Theory]
    [InlineData("GET", "/made/up")]
    [InlineData("MADEUP", "/api/v1/jobs")]
    public async Task Operation_without_a_route_keeps_its_name(string method, string path)
    {
        using var activity = new Activity("function").Start();

        await InvokeAsync(method, path);

        Assert.Equal(("function", null), (activity.DisplayName, activity.GetTagItem("http.route")));
    }

    [Fact]
    public async Task Wrong_keys_are_counted_by_the_last_hop_that_the_front_end_wrote()
    {
        using var head = new Head();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(401, await StatusAsync($"1.1.1.{i}, 198.51.100.1:{5000 + i}", "wrong"));
        }

        Assert.Equal(429, await StatusAsync("2.2.2.2, 198.51.100.1:6000", "wrong"));
        Assert.Equal(401, await StatusAsync("198.51.100.1, 198.51.100.2:6000", "wrong"));
        Assert.Equal(200, await StatusAsync("2.2.2.2, 198.51.100.1:6000", Head.Key));

        async Task<int> StatusAsync(string forwarded, string key)
        {
            var context = Request.To("GET", "/api/v1/auth/me", head.Services);
            context.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
            context.Request.Headers["X-Forwarded-For"] = forwarded;
            context.Request.Headers["X-Api-Key"] = key;
            await (await head.Services.GetRequiredService<FunctionApi>().InvokeAsync(context.Request)).ExecuteAsync(context);
            return context.Response.StatusCode;
        }
    }

    private static async Task<HttpContext> InvokeAsync(string method, string path, string? key = null)
    {
        using var head = new Head();
        var context = Request.To(method, path, head.Services);
        if (key is not null)
        {
            context.Request.Headers.Authorization = $"Bearer {key}";
        }

        var answer = await head.Services.GetRequiredService<FunctionApi>().InvokeAsync(context.Request);
        await answer.ExecuteAsync(context);
        return context;
    }
}
