using System.Net;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Processes.Tests.Starting;

/// <summary>What targets may reach when nothing is configured, and what is said of it.</summary>
public partial class DefaultTargetsTests
{
    private const string Key = "default-targets-key-0123456789";

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_without_settings_refuses_this_machine_and_says_what_opens_it()
    {
        await using var target = await CountingTarget.StartAsync();
        var submission = $$"""{ "target": { "type": "http", "url": "{{target.Url}}" } }""";
        string opening;
        await using (var server = await StartAsync())
        {
            Assert.Contains("public addresses only", server.Output, StringComparison.Ordinal);
            using var api = new ApiTalk(server.Address, Key);
            using var refused = await api.SendAsync(HttpMethod.Post, "/api/v1/runs", submission);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            opening = CommandLinePattern().Match(text).Groups[1].Value;
        }

        // What the refusal says is enough.
        await using var opened = await StartAsync("--Targets:AllowedPrivateRanges", opening);
        using var talk = new ApiTalk(opened.Address, Key);
        var run = await talk.PostAsync("/api/v1/runs", submission);
        Assert.Equal("succeeded", (await talk.EndOfAsync(run.Text("id")!)).Text("state"));

        // And opens nothing else, the server itself included.
        using var other = await talk.SendAsync(
            HttpMethod.Post, "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{opened.Address}}health/live" } }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public void Start_from_the_sources_has_no_settings_of_its_own()
    {
        // A launch profile or a file for the development environment would make it differ from the built program.
        var project = Repository.PathOf("src", "JobScheduler.Standalone");
        Assert.Empty(Directory.EnumerateFiles(project, "launchSettings*.json", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(project, "appsettings*.json").Select(Path.GetFileName));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Log_of_the_process_has_no_words_of_an_answer()
    {
        await using var target = await StartTalkativeAsync();
        await using var server = await StartAsync("--Targets:AllowedPrivateRanges", "127.0.0.0/8");
        using var api = new ApiTalk(server.Address, Key);
        var run = await api.PostAsync(
            "/api/v1/runs",
            $$"""{ "target": { "type": "http", "url": "{{target.Urls.Single()}}" }, "retry": { "maxAttempts": 2, "backoff": "none" } }""");

        var ended = await api.EndOfAsync(run.Text("id")!);

        Assert.Contains("what the page says", ended["error"]!.Text("message"), StringComparison.Ordinal);
        await server.SaysAsync("Failed in attempt 2");
        Assert.Contains("answered 500", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("what the page says", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Callback_target_is_told_the_address_that_the_server_listens_on()
    {
        var told = new TaskCompletionSource<(string Callback, string Token)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await StartAsync(context =>
        {
            told.TrySetResult((context.Request.Headers["JobScheduler-Callback"]!, context.Request.Headers["JobScheduler-Token"]!));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        });
        await using var server = await StartAsync("--Targets:AllowedPrivateRanges", "127.0.0.0/8");
        using var api = new ApiTalk(server.Address, Key);
        var run = await api.PostAsync(
            "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{target.Urls.Single()}}", "completion": "callback" } }""");
        var (callback, token) = await told.Task.WaitAsync(TestContext.Current.CancellationToken);

        using var worker = new HttpClient { DefaultRequestHeaders = { { "JobScheduler-Token", token } } };
        using var answer = await worker.PostAsync(
            $"{callback}/complete",
            new StringContent("""{ "fence": 1, "outcome": "succeeded" }""", System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);

        Assert.Equal($"{server.Address}api/v1/runs/{run.Text("id")}", callback);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("succeeded", (await api.EndOfAsync(run.Text("id")!)).Text("state"));
    }

    private static Task<StandaloneProcess> StartAsync(params string[] more) => StandaloneProcess.StartWithoutKeyAsync(
        ["--ephemeral", "--urls", "http://127.0.0.1:0", "--Access:AdministratorKey", Key, .. more]);

    private static Task<WebApplication> StartTalkativeAsync() => StartAsync(context =>
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("what the page says");
    });

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapFallback(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    [GeneratedRegex(@"--Targets:AllowedPrivateRanges ([^)\s]+)\)")]
    private static partial Regex CommandLinePattern();
}
