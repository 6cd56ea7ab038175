using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Targets;

namespace JobScheduler.Core.Tests.Jobs;

public sealed class RuleTests
{
    private static readonly DefinitionRules Definitions = new(new TargetRules([new AnyHandler()]));
    private static readonly RunRules Runs = new(new TargetRules([new AnyHandler()]));
    private static readonly JobDefinition Good = new() { Target = new HandlerTarget { Name = "echo" } };

    public static TheoryData<string, JobDefinition> BadDefinitions => new()
    {
        { "name", Good with { Name = new string('n', 201) } },
        { "name", Good with { Name = "line\nbreak" } },
        { "name", Good with { Name = "\ud800" } },
        { "description", Good with { Description = new string('d', 2001) } },
        { "description", Good with { Description = "bell\a" } },
        { "labels", Good with { Labels = Enumerable.Range(0, 21).ToDictionary(i => $"k{i}", _ => "v") } },
        { "labels", Good with { Labels = new Dictionary<string, string> { [new string('k', 64)] = "v" } } },
        { "labels", Good with { Labels = new Dictionary<string, string> { ["a:b"] = "v" } } },
        { "labels.k", Good with { Labels = new Dictionary<string, string> { ["k"] = new string('v', 257) } } },
        { "target.type", Good with { Target = new HttpTarget { Url = "https://example.com" } } },
        { "retry.maxAttempts", Good with { Retry = new RetryPolicy { MaxAttempts = 0 } } },
        { "retry.maxAttempts", Good with { Retry = new RetryPolicy { MaxAttempts = 101 } } },
        { "retry.factor", Good with { Retry = new RetryPolicy { Factor = 0.99 } } },
        { "retry.factor", Good with { Retry = new RetryPolicy { Factor = 101 } } },
        { "retry.factor", Good with { Retry = new RetryPolicy { Factor = double.NaN } } },
        { "retry.jitter", Good with { Retry = new RetryPolicy { Jitter = 1.01 } } },
        { "retry.maxDelay", Good with { Retry = new RetryPolicy { MaxDelay = TimeSpan.FromDays(366) } } },
        { "retry.initialDelay", Good with { Retry = new RetryPolicy { InitialDelay = TimeSpan.FromMinutes(11) } } },
        { "retry.delays", Good with { Retry = new RetryPolicy { Backoff = Backoff.List } } },
        { "retry.delays", Good with { Retry = new RetryPolicy { Backoff = Backoff.List, Delays = [] } } },
        {
            "retry.delays",
            Good with { Retry = new RetryPolicy { Backoff = Backoff.List, Delays = [.. Enumerable.Repeat(TimeSpan.Zero, 101)] } }
        },
        { "retry.delays", Good with { Retry = new RetryPolicy { Delays = [TimeSpan.Zero] } } },
        {
            "retry.delays[1]",
            Good with { Retry = new RetryPolicy { Backoff = Backoff.List, Delays = [TimeSpan.Zero, TimeSpan.FromHours(1)] } }
        },
        { "retry.retryOn", Good with { Retry = new RetryPolicy { RetryOn = [] } } },
        { "retry.retryOn[0]", Good with { Retry = new RetryPolicy { RetryOn = ["http:999"] } } },
        { "retry.neverOn[1]", Good with { Retry = new RetryPolicy { NeverOn = ["http:5xx", "http:5x"] } } },
        { "retry.neverOn[0]", Good with { Retry = new RetryPolicy { NeverOn = ["with space"] } } },
        { "timeouts.run", Good with { Timeouts = new Timeouts { Run = TimeSpan.Zero } } },
        { "timeouts.run", Good with { Timeouts = new Timeouts { Run = TimeSpan.FromDays(31) } } },
        { "timeouts.queue", Good with { Timeouts = new Timeouts { Queue = TimeSpan.FromDays(366) } } },
        { "timeouts.heartbeat", Good with { Timeouts = new Timeouts { Heartbeat = TimeSpan.FromMinutes(11) } } },
        { "retention", Good with { Retention = TimeSpan.Zero } },
        { "retention", Good with { Retention = TimeSpan.FromDays(3651) } },
    };

    public static TheoryData<string, RunRequest> BadRuns => new()
    {
        { "target", new RunRequest() },
        { "target", new RunRequest { JobId = "a", Target = Good.Target } },
        { "jobId", new RunRequest { JobId = "A~B" } },
        { "retry", new RunRequest { JobId = "a", Retry = new RetryPolicy() } },
        { "timeouts", new RunRequest { JobId = "a", Timeouts = new Timeouts() } },
        { "retention", new RunRequest { JobId = "a", Retention = TimeSpan.FromDays(1) } },
        { "name", new RunRequest { JobId = "a", Name = "n" } },
        { "after", new RunRequest { JobId = "a", At = DateTimeOffset.UnixEpoch, After = TimeSpan.Zero } },
        { "input", new RunRequest { JobId = "a", Input = new RawJson('"' + new string('x', RunRules.LargestInput) + '"') } },
        { "idempotencyKey", new RunRequest { JobId = "a", IdempotencyKey = "" } },
        { "idempotencyKey", new RunRequest { JobId = "a", IdempotencyKey = "é" } },
        { "retry.maxAttempts", new RunRequest { Target = Good.Target, Retry = new RetryPolicy { MaxAttempts = -1 } } },
        { "labels", new RunRequest { JobId = "a", Labels = new Dictionary<string, string> { ["UPPER"] = "v" } } },
    };

    [Theory]
    [MemberData(nameof(BadDefinitions), DisableDiscoveryEnumeration = true)]
    public void Check_badDefinition_namesTheFieldAlone(string field, JobDefinition definition) =>
        Assert.Equal([field], Errors(definition).Keys);

    [Theory]
    [MemberData(nameof(BadRuns), DisableDiscoveryEnumeration = true)]
    public void Check_badRun_namesTheFieldAlone(string field, RunRequest request)
    {
        var refusal = Assert.Throws<RefusalException>(() => Runs.Check(request));
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal([field], refusal.Errors.Keys);
    }

    [Fact]
    public void Check_atTheBounds_isFine()
    {
        var definition = Good with
        {
            Name = new string('n', 200),
            Description = "two\nlines\tand a tab, and \U0001F600",
            Labels = Enumerable.Range(0, 20).ToDictionary(i => $"team.a_b/c-{i}", _ => new string('v', 256)),
            Retry = new RetryPolicy
            {
                MaxAttempts = 100,
                Factor = 100,
                Jitter = 1,
                MaxDelay = TimeSpan.FromDays(365),
                RetryOn = ["http", "http:404", "HTTP:5XX", "timeout", "System.IO.IOException", "My`1+Nested"],
            },
            Timeouts = new Timeouts
            {
                Queue = TimeSpan.FromDays(365),
                Run = TimeSpan.FromDays(30),
                Heartbeat = TimeSpan.FromMilliseconds(1),
            },
            Retention = TimeSpan.FromDays(3650),
        };
        Assert.Empty(Errors(definition));
        Runs.Check(new RunRequest { JobId = "a", IdempotencyKey = new string('~', 200), At = DateTimeOffset.MaxValue });
        Runs.Check(new RunRequest { Target = Good.Target, After = Duration.Longest });
    }

    [Fact]
    public void Errors_beyond100_areCountedAndNotKept()
    {
        var errors = new ErrorList();
        for (var i = 0; i < 150; i++)
        {
            errors.Add($"f{i}", "wrong");
        }

        Assert.Equal(ErrorList.Most, errors.ToDictionary().Count);
        Assert.Contains("149 more", errors.Summary(), StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Errors(JobDefinition definition)
    {
        var errors = new ErrorList();
        Definitions.Check(definition, errors);
        return errors.ToDictionary();
    }

    private sealed class AnyHandler : ITargetRule
    {
        public bool Covers(Target target) => target is HandlerTarget;

        public void Check(Target target, string path, ErrorList errors)
        {
        }
    }
}
