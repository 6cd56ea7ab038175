using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JobScheduler.Client;
using JobScheduler.Hosting.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Tests.Embedding;

public sealed class MappingTests : IDisposable
{
    private const string UserHeader = "X-User";

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Host_keeps_its_own_paths()
    {
        await using var app = await App.StartAsync(
            _folder.Path,
            null,
            map =>
            {
                map.MapGet("/", () => "the host's page");
                map.MapGet("/api/v1/customers", () => "the host's customers");
                map.MapJobSchedulerApi();
            },
            ("JobScheduler:Access:AdministratorKey", App.Key));
        using var http = Http(app);

        Assert.Equal("the host's page", await http.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation));
        Assert.Equal("the host's customers", await http.GetStringAsync(new Uri("/api/v1/customers", UriKind.Relative), Cancellation));
        Assert.Equal("", await TextAsync(http, "/elsewhere", HttpStatusCode.NotFound));
        Assert.Equal("", await TextAsync(http, "/health/live", HttpStatusCode.NotFound));
        Assert.Contains("key", await TextAsync(http, "/api/v1/nothing", HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefix_is_in_every_address_that_is_sent()
    {
        await using var app = await App.StartAsync(
            _folder.Path,
            null,
            map => map.MapJobSchedulerApi(api => api.Prefix = "/scheduler"),
            ("JobScheduler:Access:AdministratorKey", App.Key));
        using var http = Http(app);
        using var client = new JobSchedulerClient(new Uri(app.Address, "/scheduler"), App.Key);

        var run = await client.Runs.SubmitAsync(new RunRequest { Target = new HandlerTarget { Name = "echo" } }, Cancellation);
        http.DefaultRequestHeaders.Add("X-Api-Key", App.Key);
        using var created = await http.PutAsJsonAsync(
            "/scheduler/api/v1/jobs/one", new { target = new { type = "handler", name = "echo" } }, Cancellation);
        var page = await TextAsync(http, "/scheduler/reference", HttpStatusCode.OK);

        Assert.Equal(RunState.Succeeded, (await client.Runs.WaitForEndAsync(run.Id, TimeSpan.FromMinutes(5), Cancellation)).State);
        Assert.Equal("/scheduler/api/v1/jobs/one", created.Headers.Location?.OriginalString);
        Assert.Contains("src=\"/scheduler/reference/reference.js\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{base}", page, StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(http, "/api/v1/jobs", HttpStatusCode.NotFound));
        Assert.Contains(
            "GET", (await http.DeleteAsync(new Uri("/scheduler/api/v1/fires", UriKind.Relative), Cancellation)).Content.Headers.Allow);
    }

    [Theory]
    [InlineData("scheduler")]
    [InlineData("/scheduler/")]
    [InlineData("/{tenant}")]
    [InlineData("/größe")]
    [InlineData("/a b")]
    [InlineData("/x\"y")]
    public async Task Prefix_that_is_no_path_is_refused(string prefix) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            App.StartAsync(_folder.Path, null, map => map.MapJobSchedulerApi(api => api.Prefix = prefix)));

    [Fact]
    public async Task Without_key_and_callers_the_start_is_refused_and_says_what_to_set()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            App.StartAsync(_folder.Path, null, map => map.MapJobSchedulerApi()));

        Assert.StartsWith("JobScheduler:Access:AdministratorKey", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_of_the_host_are_recorded_and_nobody_else_comes_in()
    {
        await using var app = await App.StartAsync(_folder.Path, null, map => map.MapJobSchedulerApi(api => api.Caller = CallerOf));
        using var http = Http(app);

        await TextAsync(http, "/api/v1/jobs", HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Add(UserHeader, "ada");
        using var answer = await http.PutAsJsonAsync("/api/v1/jobs/one", Job, Cancellation);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("ada", (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["createdBy"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("X-Other", "x", HttpStatusCode.Created)]
    public async Task Page_of_another_site_changes_nothing_with_the_sign_in_of_this_one(string header, string value, HttpStatusCode status)
    {
        await using var app = await App.StartAsync(_folder.Path, null, map => map.MapJobSchedulerApi(api => api.Caller = CallerOf));
        using var http = Http(app);
        http.DefaultRequestHeaders.Add(UserHeader, "ada");
        http.DefaultRequestHeaders.Add(header, value);

        using var answer = await http.PutAsJsonAsync("/api/v1/jobs/one", Job, Cancellation);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("acme~eu")]
    [InlineData("")]
    [InlineData("a/b")]
    public async Task Caller_of_a_tenant_that_is_none_is_refused(string tenant)
    {
        await using var app = await App.StartAsync(
            _folder.Path, null, map => map.MapJobSchedulerApi(api => api.Caller = _ => new Caller(tenant, "ada")));
        using var http = Http(app);

        using var answer = await http.PutAsJsonAsync("/api/v1/jobs/one", Job, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Token_of_an_attempt_reports_whatever_the_host_requires_of_people()
    {
        var target = new TakingInvoker();
        await using var app = await App.StartAsync(
            _folder.Path,
            services =>
            {
                target.AddTo(services);
                services.AddAuthorization().AddAuthentication("none").AddCookie("none");
            },
            map =>
            {
                map.UseAuthentication();
                map.UseAuthorization();
                map.MapJobSchedulerApi(api => api.Caller = CallerOf).RequireAuthorization();
            });
        using var http = Http(app);
        var run = await app.SubmitAsync(TakingInvoker.Name);
        http.DefaultRequestHeaders.Add("X-Api-Key", await target.TokenAsync());

        using var beat = await http.PostAsJsonAsync($"/api/v1/runs/{run.Id}/heartbeat", new { fence = 1 }, Cancellation);
        using var other = await http.PostAsJsonAsync("/api/v1/runs/cancel", new { all = true }, Cancellation);
        http.DefaultRequestHeaders.Remove("X-Api-Key");
        http.DefaultRequestHeaders.Add("JobScheduler-Token", await target.TokenAsync());
        using var again = await http.PostAsJsonAsync($"/api/v1/runs/{run.Id}/heartbeat", new { fence = 1 }, Cancellation);
        using var logs = await http.GetAsync($"/api/v1/runs/{run.Id}/logs", Cancellation);

        Assert.Equal(HttpStatusCode.OK, beat.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, logs.StatusCode);
        Assert.NotEqual(HttpStatusCode.Accepted, other.StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private static object Job => new { target = new { type = "handler", name = "echo" } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Caller? CallerOf(HttpContext http) =>
        http.Request.Headers[UserHeader] is [{ } user] ? new Caller(Tenants.Default, user) : null;

    private static HttpClient Http(App app) => new() { BaseAddress = app.Address };

    private static async Task<string> TextAsync(HttpClient http, string path, HttpStatusCode status)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
