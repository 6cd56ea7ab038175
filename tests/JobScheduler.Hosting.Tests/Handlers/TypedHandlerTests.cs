using System.Reflection;
using JobScheduler.Hosting.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Hosting.Tests.Handlers;

public sealed class TypedHandlerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Typed_handler_gets_its_input_and_its_result_is_stored()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Doubling>("double"));

        var run = await app.RunAsync("double", RawJson.Of(new Numbers([1, 2, 3])));

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal([2, 4, 6], run.Result!.As<Numbers>()!.Values);
    }

    [Fact]
    public async Task Handler_without_result_has_none()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Silent>("silent"));

        var run = await app.RunAsync("silent", RawJson.Of("x"));

        Assert.Equal((RunState.Succeeded, null), (run.State, run.Result));
    }

    [Theory]
    [InlineData("""{ "values": "three" }""")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{ "values": null }""")]
    [InlineData("null")]
    public async Task Input_of_another_shape_fails_the_run_at_once_and_says_so(string input)
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Doubling>("double"));

        var run = await app.RunAsync("double", new RawJson(input));

        Assert.Equal((RunState.Failed, 1, "input"), (run.State, run.Attempt, run.Error!.Type));
        Assert.Contains("Numbers", run.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_without_input_fails_at_once_if_its_handler_needs_one()
    {
        await using var app = await App.StartAsync(_folder.Path, services =>
            services.AddJobHandler<Doubling>("double").AddJobHandler<Saving>("saving"));

        var run = await app.RunAsync("double");
        var optional = await app.RunAsync("saving", retry: Soon);

        Assert.Equal((RunState.Failed, 1, "input"), (run.State, run.Attempt, run.Error!.Type));
        Assert.Equal(RunState.Succeeded, optional.State);
    }

    [Fact]
    public async Task Each_attempt_has_a_scope_that_ends_with_it()
    {
        var scopes = new Scopes();
        await using var app = await App.StartAsync(_folder.Path, services =>
            services.AddSingleton(scopes).AddScoped<Scoped>().AddJobHandler<InScope>("scoped"));

        var run = await app.RunAsync("scoped", retry: Soon);

        Assert.Equal((RunState.Succeeded, 2), (run.State, run.Attempt));
        Assert.Equal((2, 2), (scopes.Made, scopes.Disposed));
    }

    [Fact]
    public async Task State_of_an_attempt_is_there_for_the_next()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Saving>("saving"));

        var run = await app.RunAsync("saving", retry: Soon);

        Assert.Equal((RunState.Succeeded, 2, "3"), (run.State, run.Attempt, run.Result!.Text));
    }

    [Fact]
    public async Task State_beyond_its_bound_is_refused()
    {
        await using var app = await App.StartAsync(_folder.Path, services => services.AddJobHandler<Hoarding>("hoarding"));

        var run = await app.RunAsync("hoarding");

        Assert.Equal((RunState.Succeeded, "\"ArgumentException\""), (run.State, run.Result!.Text));
    }

    [Theory]
    [InlineData(typeof(object), "none")]
    [InlineData(typeof(Both), "several")]
    public void AddJobHandler_refuses_types_that_are_no_handler_or_several(Type type, string why)
    {
        var add = typeof(JobHandlerServices).GetMethod(nameof(JobHandlerServices.AddJobHandler))!.MakeGenericMethod(type);

        var refusal = Assert.Throws<TargetInvocationException>(() => add.Invoke(null, [new ServiceCollection(), "x", null]));

        Assert.Contains(why, Assert.IsType<ArgumentException>(refusal.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_handlers_of_one_name_prevent_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => App.StartAsync(_folder.Path, services =>
            services.AddJobHandler<Doubling>("same").AddJobHandler<Silent>("same")));

        Assert.Contains("'same'", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static RetryPolicy Soon => new() { MaxAttempts = 2, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromMilliseconds(10) };

    private sealed record Numbers(IReadOnlyList<int> Values);

    private sealed class Doubling : IJobHandler<Numbers, Numbers>
    {
        public Task<Numbers> HandleAsync(Numbers input, JobContext job, CancellationToken cancellation) =>
            Task.FromResult(new Numbers([.. input.Values.Select(value => 2 * value)]));
    }

    private sealed class Silent : IJobHandler<string>
    {
        public Task HandleAsync(string input, JobContext job, CancellationToken cancellation) => Task.CompletedTask;
    }

    private sealed class Both : IJobHandler<string>, IJobHandler
    {
        public Task HandleAsync(string input, JobContext job, CancellationToken cancellation) => Task.CompletedTask;

        public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation) => Task.FromResult<RawJson?>(null);
    }

    private sealed class Scopes
    {
        public int Made { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Scoped : IDisposable
    {
        private readonly Scopes _scopes;

        public Scoped(Scopes scopes)
        {
            _scopes = scopes;
            scopes.Made++;
        }

        public void Dispose() => _scopes.Disposed++;
    }

    private sealed class InScope(Scoped first, Scoped second) : IJobHandler
    {
        public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            Assert.Same(first, second);
            return job.Attempt == 1 ? throw new JobFailedException("again", "once") : Task.FromResult<RawJson?>(null);
        }
    }

    private sealed class Saving : IJobHandler<object?, int>
    {
        public async Task<int> HandleAsync(object? input, JobContext job, CancellationToken cancellation)
        {
            var step = job.State<int>();
            await job.SaveAsync(step + 1);
            await job.SaveAsync(step + 2, progress: 0.5);
            return job.Attempt == 1 ? throw new InvalidOperationException("after two steps") : job.State<int>() - 1;
        }
    }

    private sealed class Hoarding : IJobHandler<object?, string>
    {
        public async Task<string> HandleAsync(object? input, JobContext job, CancellationToken cancellation)
        {
            await job.SaveAsync(new string('x', JobContext.LargestState - 2));
            var refusal = await Assert.ThrowsAsync<ArgumentException>(() => job.SaveAsync(new string('x', JobContext.LargestState)));
            return refusal.GetType().Name;
        }
    }
}
