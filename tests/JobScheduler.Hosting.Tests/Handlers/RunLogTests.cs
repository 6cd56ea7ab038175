using JobScheduler.Hosting.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Tests.Handlers;

public sealed class RunLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task What_a_handler_and_its_services_log_is_in_the_log_of_the_run()
    {
        await using var app = await App.StartAsync(_folder.Path, services =>
            services.AddScoped<Mailer>().AddJobHandler<Talking>("talking"));

        var run = await app.RunAsync("talking");
        var lines = (await app.Jobs.Runs.GetLogsAsync(run.Id, 0, TestContext.Current.CancellationToken)).Items;

        Assert.StartsWith("attempt 1 started on ", lines[0].Message, StringComparison.Ordinal);
        Assert.Equal(
            [
                (LogSeverity.Information, "page 1"), (LogSeverity.Warning, "the printer is slow"), (LogSeverity.Information, "plain"),
                (LogSeverity.Warning, "framework"),
            ],
            lines.Skip(1).Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public async Task Two_runs_at_once_keep_their_lines_apart()
    {
        await using var app = await App.StartAsync(_folder.Path, services =>
            services.AddScoped<Mailer>().AddJobHandler<Talking>("talking"));

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.RunAsync("talking")));

        foreach (var run in runs)
        {
            Assert.Equal(1 + 4, (await app.Jobs.Runs.GetLogsAsync(run.Id, 0, TestContext.Current.CancellationToken)).Items.Count);
        }
    }

    [Fact]
    public async Task Exception_of_a_handler_is_in_the_log_with_the_place_where_it_was_thrown()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Throwing>("throwing"));

        var run = await app.RunAsync("throwing", retry: new RetryPolicy { MaxAttempts = 1 });
        var lines = (await app.Jobs.Runs.GetLogsAsync(run.Id, 0, TestContext.Current.CancellationToken)).Items;

        Assert.Equal(("InvalidOperationException", "for a reason"), (run.Error!.Type, run.Error.Message));
        Assert.Equal(4, lines.Count);
        Assert.StartsWith("attempt 1 started on ", lines[0].Message, StringComparison.Ordinal);
        Assert.Equal(LogSeverity.Error, lines[1].Level);
        Assert.Contains(nameof(Throwing), lines[1].Message, StringComparison.Ordinal);
        Assert.Equal("attempt 1 failed: InvalidOperationException: for a reason", lines[2].Message);
        Assert.Equal("the run failed and is a dead letter: attemptsUsedUp", lines[3].Message);
    }

    [Fact]
    public async Task Rules_of_the_host_for_the_provider_win()
    {
        await using var app = await App.StartAsync(
            _folder.Path,
            services => services.AddScoped<Mailer>().AddJobHandler<Talking>("talking"),
            ("Logging:RunLog:LogLevel:Default", "Warning"));

        var run = await app.RunAsync("talking");
        var lines = (await app.Jobs.Runs.GetLogsAsync(run.Id, 0, TestContext.Current.CancellationToken)).Items;

        Assert.DoesNotContain(lines, line => line.Message == "page 1");
        Assert.Contains(lines, line => line.Message == "the printer is slow");
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Mailer(ILogger<Mailer> log)
    {
        public void Send() => log.LogWarning("the printer is slow");
    }

    private sealed class Talking(ILogger<Talking> log, Mailer mailer, ILoggerFactory loggers) : IJobHandler
    {
        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            log.LogInformation("page {Page}", 1);
            log.LogDebug("not shown");
            await Task.Yield();
            mailer.Send();
            job.Log("plain");
            var framework = loggers.CreateLogger("Microsoft.EntityFrameworkCore");
            framework.LogInformation("not shown either");
            framework.LogWarning("framework");
            return null;
        }
    }

    private sealed class Throwing : IJobHandler
    {
        public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation) =>
            throw new InvalidOperationException("for a reason");
    }
}
