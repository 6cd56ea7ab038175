using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Http;

[Collection(HostCollection.Name)]
public sealed class RouteTableTests(TestHost host)
{
    [Fact]
    public void Endpoints_ofTheHost_allCarryAPolicy()
    {
        var endpoints =
            host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.Equal(ApiRoutes.All.Count + 1, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<AccessPolicy>()));
    }

    [Fact]
    public void Anonymous_routes_areThoseOfTheContract() => Assert.Equal(
        [
            "/", "/health/live", "/health/ready", "/openapi/v1.json", "/problems", "/problems/{problem}", "/reference",
            "/reference/icon.svg", "/reference/reference.css", "/reference/reference.js", "/reference/requests.js"
        ],
        ApiRoutes.All.Where(route => route.Policy.IsAnonymous).Select(route => route.Pattern).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_andPlaces_areUnique()
    {
        Assert.Equal(ApiRoutes.All.Count, ApiRoutes.All.Select(route => route.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            ApiRoutes.All.Count, ApiRoutes.All.Select(route => $"{route.Method} {route.Pattern}").Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task EveryRoute_withoutCredentials_401UnlessAnonymous()
    {
        foreach (var route in ApiRoutes.All)
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route.Pattern, @"\{\w+\}", "x");
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
            using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await Answer.OfAsync(response);
            Assert.True((answer.Status == 401) == !route.Policy.IsAnonymous, $"{route.Method} {path}: {answer.Status}");
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Resource-Policy"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.DoesNotContain("Strict-Transport-Security", answer.Headers.Keys);
            Assert.Contains("default-src 'self'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            if (answer.Status == 401)
            {
                Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
                Assert.Equal("no-store", answer.Headers["Cache-Control"]);
                Assert.Equal("application/problem+json", answer.ContentType);
            }
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/api/v2/jobs")]
    [InlineData("GET", "/file.txt")]
    public async Task UnknownPath_401WithoutAKeyAnd404WithOne(string method, string path)
    {
        using var response = await host.Anonymous.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)response.StatusCode);
        var answer = await host.SendAsync(method, path);
        Assert.Equal((404, "application/problem+json", "/problems/not-found"), (answer.Status, answer.ContentType, answer["type"]));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/runs", "GET, HEAD, POST")]
    [InlineData("POST", "/api/v1/jobs/x", "GET, HEAD, PUT, PATCH, DELETE")]
    [InlineData("DELETE", "/health/live", "GET, HEAD")]
    public async Task OtherMethod_405WithAllow(string method, string path, string allow)
    {
        var answer = await host.SendAsync(method, path);
        Assert.Equal(405, answer.Status);
        Assert.Equal(allow.Split(", ").Order(), answer.Headers["Allow"].Split(", ").Order());
        Assert.Equal("/problems/method-not-allowed", answer["type"]);
    }

    [Fact]
    public async Task Head_ofAGetRoute_sameHeadersWithoutBody()
    {
        var answer = await host.SendAsync("HEAD", "/health/ready");
        Assert.Equal((200, ""), (answer.Status, answer.Text));
        Assert.Equal(404, (await host.SendAsync("HEAD", "/api/v1/jobs/nobody")).Status);
    }

    [Fact]
    public async Task UnknownParameter_onARouteWithout_400() =>
        Assert.NotEmpty((await host.SendAsync("POST", "/api/v1/runs/cancel?state=failed", "{}")).Errors("state"));

    [Fact]
    public async Task Me_withTheKey_isTheAdministrator()
    {
        var me = await host.SendAsync("GET", "/api/v1/auth/me");
        Assert.Equal(("default", "administrator"), (me["tenant"], me["role"]));
    }
}
