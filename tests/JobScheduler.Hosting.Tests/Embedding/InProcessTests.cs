using JobScheduler.Client;
using JobScheduler.Hosting.Tests.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using State = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace JobScheduler.Hosting.Tests.Embedding;

/// <summary>The client without a connection, and hosts without a web server.</summary>
public sealed class InProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Host_without_web_and_key_runs_jobs()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddJobScheduler().AddSqliteStorage(_folder.Path);
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        var jobs = host.Services.GetRequiredService<JobSchedulerClient>();

        await jobs.Jobs.PutAsync(new Job { Id = "hello", Target = new HandlerTarget { Name = "echo" } }, cancellation: Cancellation);
        var run = await jobs.Runs.SubmitAsync(new RunRequest { JobId = "hello", Input = RawJson.Of(42) }, Cancellation);
        run = await jobs.Runs.WaitForEndAsync(run.Id, TimeSpan.FromMinutes(5), Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Equal((RunState.Succeeded, "42", "application"), (run.State, run.Result!.Text, run.CreatedBy));
    }

    [Fact]
    public async Task Forgotten_storage_is_named_at_the_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddJobScheduler();
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Cancellation));

        Assert.Contains("AddSqliteStorage", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_scheduler_in_a_process_is_refused()
    {
        var services = new ServiceCollection().AddJobScheduler();

        Assert.Throws<InvalidOperationException>(() => services.AddJobScheduler());
    }

    [Fact]
    public async Task Client_before_the_start_is_told_so()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddJobScheduler().AddSqliteStorage(_folder.Path);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            host.Services.GetRequiredService<JobSchedulerClient>().Jobs.GetAsync("one", Cancellation));

        Assert.Contains("has not started", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_is_refused_as_it_is_over_the_wire()
    {
        await using var app = await App.StartAsync(_folder.Path);

        var missing = await Assert.ThrowsAsync<NotFoundException>(() => app.Jobs.Jobs.GetAsync("nobody", Cancellation));
        var invalid = await Assert.ThrowsAsync<InvalidRequestException>(() => app.SubmitAsync("unknown"));

        Assert.Contains("nobody", missing.Message, StringComparison.Ordinal);
        Assert.Contains("target.name", invalid.Errors.Keys);
    }

    [Fact]
    public async Task Lists_and_large_bodies_come_whole()
    {
        await using var app = await App.StartAsync(_folder.Path);
        var text = new string('x', 200_000);

        var outcomes = await app.Jobs.Runs.SubmitManyAsync(
            [.. Enumerable.Range(0, 30).Select(_ => Echo(text))],
            cancellation: Cancellation);
        var runs = await app.Jobs.Runs.ListAsync(cancellation: Cancellation).ToListAsync(Cancellation);

        Assert.Equal(30, outcomes.Count);
        Assert.Equal(30, runs.Count);
        var run = await app.Jobs.Runs.WaitForEndAsync(runs[0].Id, TimeSpan.FromMinutes(5), Cancellation);
        Assert.Equal(text, run.Result!.As<string>());
    }

    [Fact]
    public async Task Log_lines_are_followed_while_the_run_goes_on()
    {
        var gate = new Gate();
        await using var app = await App.StartAsync(
            _folder.Path, services => services.AddSingleton(gate).AddJobHandler<Counting>("counting"));
        var run = await app.SubmitAsync("counting");
        var seen = new List<string>();

        await foreach (var line in app.Jobs.Runs.FollowLogsAsync(run.Id, Cancellation))
        {
            seen.Add(line.Message);
            gate.Open();
        }

        Assert.StartsWith("attempt 1 started on ", seen[0], StringComparison.Ordinal);
        Assert.Equal(["first", "second"], seen.Skip(1));
    }

    [Fact(Timeout = 600_000)]
    public async Task Abandoned_wait_ends()
    {
        // On a clock that stands still: nothing but the cancellation ends this wait.
        await using var app = await App.StartAsync(_folder.Path, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        var run = await app.Jobs.Runs.SubmitAsync(
            new RunRequest { Target = new HandlerTarget { Name = "echo" }, After = TimeSpan.FromHours(1) },
            TestContext.Current.CancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var wait = app.Jobs.Runs.GetAsync(run.Id, TimeSpan.FromSeconds(60), enough.Token);
        Assert.False(wait.IsCompleted);
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Misspelled_settings_of_the_section_are_named_together()
    {
        var refusal = await Assert.ThrowsAsync<AggregateException>(() => App.StartAsync(
            _folder.Path, null, ("JobScheduler:Execution:Wrokers", "3"), ("JobScheduler:Clock:TakeOverAfter", "soon")));

        var faults = refusal.InnerExceptions.OfType<OptionsValidationException>().SelectMany(fault => fault.Failures).ToList();
        Assert.Contains(faults, fault => fault.StartsWith("JobScheduler:Execution:Wrokers is not known", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("JobScheduler:Clock:TakeOverAfter: 'soon'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_check_of_the_host_knows_the_scheduler()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddHealthChecks().AddJobScheduler());

        await app.RunAsync("echo");
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        await app.StopAsync();
        var stopped = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Equal((State.Healthy, State.Unhealthy), (report.Status, stopped.Status));
    }

    public void Dispose() => _folder.Dispose();

    private static RunRequest Echo(string text) => new() { Target = new HandlerTarget { Name = "echo" }, Input = RawJson.Of(text) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Opened => _open.Task;

        public void Open() => _open.TrySetResult();
    }

    private sealed class Counting(Gate gate) : IJobHandler
    {
        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            job.Log("first");
            await gate.Opened;
            job.Log("second");
            return null;
        }
    }
}
