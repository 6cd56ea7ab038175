using JobScheduler.Hosts;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards.Records;
using JobScheduler.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>A world whose HTTP targets are one host that answers as it is told, and that knows who called it and when.</summary>
internal sealed class HostWorld
{
    public const string Host = "api.example.com";

    public HostWorld(WorldOptions? options = null)
    {
        var plain = options ?? new WorldOptions();
        World = new World(plain with
        {
            Adds = services =>
            {
                plain.Adds(services);

                // Before the real one: the first that can call is asked.
                services.Insert(0, ServiceDescriptor.Singleton<ITargetInvoker>(provider => new Invoker(
                    this, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Execution.ExecutionOptions>().NodeId!)));
            },
        });
        Client = new Client(World);
    }

    public World World { get; }

    public Client Client { get; }

    /// <summary>What the host does with a call; by default it answers 200 at once.</summary>
    public Func<HostCall, Task<TargetOutcome>> Answers { get; set; } = static _ => Task.FromResult<TargetOutcome>(Ok);

    public List<HostCall> Calls { get; } = [];

    public static TargetOutcome Ok { get; } = new TargetOutcome.Succeeded(null) { Answer = new TargetAnswer(200, TimeSpan.Zero) };

    public static TargetOutcome Status(int status, TimeSpan? retryAfter = null) =>
        new TargetOutcome.Failed(AttemptError.Of(FailureNames.Http(status), $"answered {status}"), retryAfter)
        {
            Answer = new TargetAnswer(status, TimeSpan.Zero),
        };

    public static RunRequest Request(string host = Host, RetryPolicy? retry = null, Timeouts? timeouts = null) => new()
    {
        Target = new HttpTarget { Url = $"https://{host}/work" },
        Retry = retry ?? new RetryPolicy { MaxAttempts = 1 },
        Timeouts = timeouts,
    };

    public Task<IReadOnlyList<string>> SubmitAsync(int count, RunRequest? request = null) =>
        Client.AcceptManyAsync([.. Enumerable.Range(0, count).Select(_ => request ?? Request())]);

    public Task PutAsync(HostDefinition definition) => Client.AskAsync<HostCatalog, Written<HostRecord>>(
        catalog => catalog.PutAsync(Simulation.Client.Me, Host, definition, new WriteCondition(), CancellationToken.None));

    public Task<HostSight> SeeAsync() =>
        Client.AskAsync<HostCatalog, HostSight>(catalog => catalog.GetAsync(Simulation.Client.Tenant, Host, CancellationToken.None));

    public Task<WhyWaiting> WhyAsync(string run) =>
        Client.AskAsync<RunReader, WhyWaiting>(reader => reader.WhyAsync(Simulation.Client.Tenant, run, CancellationToken.None));

    /// <summary>How many runs wait in lines.</summary>
    public int Waiting => World.Memory.Partitions.Sum(partition => World.Memory.Rows(partition)
        .Count(row => row.Key.StartsWith("W~", StringComparison.Ordinal) && !row.Key.EndsWith("~-", StringComparison.Ordinal)));

    /// <summary>The most calls at once whose fence was the current one of their run.</summary>
    public int MostAtOnce { get; private set; }

    private void Began(HostCall call)
    {
        Calls.Add(call);
        MostAtOnce = Math.Max(MostAtOnce, Calls.Count(other => other.EndedAt is null
            && World.Watched.Runs.TryGetValue("R~" + other.Run, out var run)
            && run.State == RunState.Running && run.Attempt == other.Attempt));
    }

    private sealed class Invoker(HostWorld host, TimeProvider time, string node) : ITargetInvoker
    {
        public bool CanInvoke(Target target) => target is HttpTarget;

        public async Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
        {
            var call = new HostCall(attempt.RunId, attempt.Attempt, node, host.World.Time.Now, time, cancellation);
            host.Began(call);
            try
            {
                return await host.Answers(call);
            }
            finally
            {
                call.EndedAt = host.World.Time.Now;
            }
        }
    }
}

/// <summary>One call to the host.</summary>
internal sealed record HostCall(
    string Run, int Attempt, string Node, DateTimeOffset At, TimeProvider Time, CancellationToken Cancellation)
{
    public DateTimeOffset? EndedAt { get; set; }

    public Task TakeAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time, Cancellation);
}
