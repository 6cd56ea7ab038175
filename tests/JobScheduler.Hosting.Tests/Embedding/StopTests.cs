using JobScheduler.Client;
using JobScheduler.Hosting.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Tests.Embedding;

public sealed class StopTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Stop_of_the_host_lets_a_handler_save_and_the_next_start_goes_on()
    {
        var begun = new Begun();
        string id;
        void Add(IServiceCollection services) => services.AddSingleton(begun).AddJobHandler<Patient>("patient");
        await using (var app = await App.StartAsync(_folder.Path, Add))
        {
            id = (await app.SubmitAsync("patient")).Id;
            await begun.Task;
            await app.StopAsync();
        }

        await using var next = await App.StartAsync(_folder.Path, Add);
        var run = await next.Jobs.Runs.WaitForEndAsync(id, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        var attempts = await next.Jobs.Runs.GetAttemptsAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal((RunState.Succeeded, "\"went on at 7\""), (run.State, run.Result!.Text));
        Assert.Equal([AttemptOutcome.HandedBack, AttemptOutcome.Succeeded], attempts.OrderBy(one => one.Number).Select(one => one.Outcome));
    }

    [Fact]
    public async Task Work_that_ignores_the_stop_is_handed_back_after_the_grace_period()
    {
        var begun = new Begun();
        await using var app = await App.StartAsync(
            _folder.Path,
            services => services.AddSingleton(begun).AddJobHandler<Deaf>("deaf"),
            ("JobScheduler:Execution:GracePeriod", "50ms"));
        var id = (await app.SubmitAsync("deaf")).Id;
        await begun.Task;

        await app.StopAsync();
        await app.DisposeAsync();

        await using var next = await App.StartAsync(_folder.Path, services => services.AddSingleton(begun).AddJobHandler<Deaf>("deaf"));
        var attempts = await next.Jobs.Runs.GetAttemptsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.HandedBack, attempts.MinBy(one => one.Number)!.Outcome);
    }

    [Fact]
    public async Task Handler_uses_the_client_while_its_process_stops()
    {
        var begun = new Begun();
        void Add(IServiceCollection services) => services.AddSingleton(begun).AddJobHandler<Curious>("curious");
        string id;
        await using (var app = await App.StartAsync(_folder.Path, Add))
        {
            id = (await app.SubmitAsync("curious")).Id;
            await begun.Task;
            await app.StopAsync();
        }

        await using var next = await App.StartAsync(_folder.Path, Add);
        var run = await next.Jobs.Runs.GetAsync(id, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((RunState.Succeeded, 1, "\"running\""), (run.State, run.Attempt, run.Result!.Text));
    }

    [Fact]
    public async Task Handler_that_blocks_when_it_is_told_does_not_hold_up_the_stop()
    {
        var begun = new Begun();
        using var release = new ManualResetEventSlim();
        await using var app = await App.StartAsync(
            _folder.Path,
            services => services.AddSingleton(begun).AddSingleton(release).AddJobHandler<Blocking>("blocking"),
            ("JobScheduler:Execution:GracePeriod", "50ms"));
        await app.SubmitAsync("blocking");
        await begun.Task;

        await app.StopAsync();
        release.Set();
    }

    [Theory]
    [InlineData(5, 35)]
    [InlineData(300, 300)]
    public async Task Host_has_time_for_the_grace_period_and_keeps_a_longer_one_of_its_own(int own, int seconds)
    {
        await using var app = await App.StartAsync(_folder.Path, services =>
            services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(own)));

        Assert.Equal(
            TimeSpan.FromSeconds(seconds), app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Begun
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Set() => _begun.TrySetResult();
    }

    /// <summary>Saves and hands itself back when the process announces that it stops.</summary>
    private sealed class Patient(Begun begun) : IJobHandler<object?, string>
    {
        public async Task<string> HandleAsync(object? input, JobContext job, CancellationToken cancellation)
        {
            if (job.State<int>() is var step and > 0)
            {
                return $"went on at {step}";
            }

            begun.Set();
            var told = new TaskCompletionSource();
            await using var registration = job.Stopping.Register(told.SetResult);
            await told.Task;
            await job.SaveAsync(7);
            job.Stopping.ThrowIfCancellationRequested();
            return "was not told";
        }
    }

    /// <summary>Asks for its own run when the process announces that it stops.</summary>
    private sealed class Curious(Begun begun, JobSchedulerClient jobs) : IJobHandler<object?, string>
    {
        public async Task<string> HandleAsync(object? input, JobContext job, CancellationToken cancellation)
        {
            begun.Set();
            var told = new TaskCompletionSource();
            await using var registration = job.Stopping.Register(told.SetResult);
            await told.Task;
            return (await jobs.Runs.GetAsync(job.RunId, cancellation: cancellation)).State.ToString().ToLowerInvariant();
        }
    }

    /// <summary>Does not return from what it has registered.</summary>
    private sealed class Blocking(Begun begun, ManualResetEventSlim release) : IJobHandler
    {
        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            await using var stopping = job.Stopping.Register(release.Wait);
            await using var ended = cancellation.Register(release.Wait);
            begun.Set();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return null;
        }
    }

    /// <summary>Ends when it must.</summary>
    private sealed class Deaf(Begun begun) : IJobHandler
    {
        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            if (job.Attempt > 1)
            {
                return null;
            }

            begun.Set();
            var told = new TaskCompletionSource();
            await using var careless = cancellation.Register(() => throw new InvalidOperationException("of a handler"));
            await using var rude = job.Stopping.Register(() => throw new InvalidOperationException("of a handler"));
            await using var registration = cancellation.Register(() => told.TrySetCanceled(cancellation));
            await told.Task;
            return null;
        }
    }
}
