using System.Net;
using System.Net.Http.Json;
using JobScheduler.Hosting.Tests.Apps;

namespace JobScheduler.Hosting.Tests.Embedding;

/// <summary>Targets of the application's own kind that report through the API before their call has returned.</summary>
public sealed class TakenWorkTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TakingInvoker _target = new(holds: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeat_with_the_token_counts_from_the_call_on()
    {
        await using var app = await App.StartAsync(_folder.Path, _target.AddTo);
        var run = await app.SubmitAsync(TakingInvoker.Name);
        using var target = Http(app, await _target.TokenAsync());

        using var early = await target.PostAsJsonAsync(
            $"/api/v1/runs/{run.Id}/heartbeat", new { fence = 1, progress = 0.5 }, Cancellation);
        var seen = await app.Jobs.Runs.GetAsync(run.Id, null, Cancellation);
        _target.Return();
        using var later = await target.PostAsJsonAsync($"/api/v1/runs/{run.Id}/heartbeat", new { fence = 1 }, Cancellation);

        Assert.Equal((HttpStatusCode.OK, 0.5), (early.StatusCode, seen.Progress));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Completion_with_the_token_counts_from_the_call_on()
    {
        Run run;
        await using (var app = await App.StartAsync(_folder.Path, _target.AddTo))
        {
            run = await app.SubmitAsync(TakingInvoker.Name);
            using var target = Http(app, await _target.TokenAsync());
            using var completed = await target.PostAsJsonAsync(
                $"/api/v1/runs/{run.Id}/complete", new { fence = 1, outcome = "succeeded", result = 7 }, Cancellation);
            _target.Return();

            Assert.Equal(HttpStatusCode.OK, completed.StatusCode);
            await app.StopAsync();
        }

        // Its executor has written what it had to write, and that changed nothing.
        await using var again = await App.StartAsync(_folder.Path);
        var ended = await again.Jobs.Runs.GetAsync(run.Id, null, Cancellation);
        Assert.Equal((RunState.Succeeded, 7, 1), (ended.State, ended.Result?.As<int>(), ended.Attempt));
    }

    [Fact]
    public async Task Report_with_another_credential_is_refused_while_the_executor_has_the_attempt()
    {
        await using var app = await App.StartAsync(_folder.Path, _target.AddTo);
        var run = await app.SubmitAsync(TakingInvoker.Name);
        await _target.TokenAsync();
        using var administrator = Http(app, App.Key);

        using var answer = await administrator.PostAsJsonAsync(
            $"/api/v1/runs/{run.Id}/complete", new { fence = 1, outcome = "succeeded" }, Cancellation);
        _target.Return();

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("by its executor", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static HttpClient Http(App app, string credential) =>
        new() { BaseAddress = app.Address, DefaultRequestHeaders = { { "X-Api-Key", credential } } };
}
