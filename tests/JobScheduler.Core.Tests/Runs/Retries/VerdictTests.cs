using JobScheduler.Runs;

namespace JobScheduler.Core.Tests.Runs.Retries;

public sealed class VerdictTests
{
    private static readonly RetryPolicy Policy =
        new() { MaxAttempts = 3, Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(5), Jitter = 0 };

    [Theory]
    [InlineData(0, "http:500", true)]
    [InlineData(1, "http:500", true)]
    [InlineData(2, "http:500", false)]
    public void Failure_is_retried_until_the_attempts_are_used_up(int failuresBefore, string type, bool again)
    {
        var verdict = Of(Policy, new RunStep { Failures = failuresBefore }, Failed(type));
        Assert.Equal(
            again ? new Verdict.Retries(TimeSpan.FromSeconds(5)) : new Verdict.Ends(RunState.Failed, RunReasons.AttemptsUsedUp), verdict);
    }

    [Theory]
    [InlineData("http:404", null, "http:404", false)]
    [InlineData("http:503", null, "http:5xx", false)]
    [InlineData("http:503", "http:5xx", "http:503", false)]
    [InlineData("http:503", "http:5xx", null, true)]
    [InlineData("timeout", "http", null, false)]
    [InlineData("HTTP:418", "http", null, true)]
    public void Named_failures_are_retried_or_never(string type, string? only, string? never, bool again)
    {
        var policy = Policy with { RetryOn = only is null ? null : [only], NeverOn = never is null ? null : [never] };
        Assert.Equal(again, Of(policy, new RunStep(), Failed(type)) is Verdict.Retries);
    }

    [Fact]
    public void Failure_that_says_so_is_not_retried() =>
        Assert.Equal(
            new Verdict.Ends(RunState.Failed, RunReasons.NotRetryable), Of(Policy, new RunStep(), Failed("x") with { Retryable = false }));

    [Fact]
    public void Retry_after_wins_up_to_the_maximum()
    {
        var asked = Failed("http:503") with { RetryAfter = TimeSpan.FromHours(2) };
        Assert.Equal(new Verdict.Retries(Policy.MaxDelay), Of(Policy, new RunStep(), asked));
        Assert.Equal(
            new Verdict.Retries(TimeSpan.FromSeconds(7)), Of(Policy, new RunStep(), asked with { RetryAfter = TimeSpan.FromSeconds(7) }));
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, true)]
    [InlineData(2, false, false)]
    public void Lost_attempt_goes_alone_then_to_the_suspects_then_nowhere(int lostBefore, bool again, bool suspect)
    {
        var verdict = Of(Policy, new RunStep { Lost = lostBefore, Failures = 2 }, new AttemptEnd(AttemptOutcome.Lost));
        Assert.Equal(again ? new Verdict.Again(Alone: true, suspect) : new Verdict.Ends(RunState.Failed, RunReasons.Lost), verdict);
    }

    [Theory]
    [InlineData(AttemptOutcome.Failed)]
    [InlineData(AttemptOutcome.TimedOut)]
    [InlineData(AttemptOutcome.Lost)]
    [InlineData(AttemptOutcome.HandedBack)]
    [InlineData(AttemptOutcome.Canceled)]
    public void Cancel_that_was_asked_for_ends_whatever_did_not_succeed(AttemptOutcome outcome) =>
        Assert.Equal(
            new Verdict.Ends(RunState.Canceled, RunReasons.Canceled),
            Verdict.Of(Policy, new RunStep(), new AttemptEnd(outcome), cancelRequested: true, 0.5));

    [Fact]
    public void Success_wins_over_a_cancel() =>
        Assert.Equal(
            new Verdict.Ends(RunState.Succeeded, null),
            Verdict.Of(Policy, new RunStep(), AttemptEnd.Succeeded, cancelRequested: true, 0.5));

    private static Verdict Of(RetryPolicy policy, RunStep step, AttemptEnd end) =>
        Verdict.Of(policy, step, end, cancelRequested: false, 0.5);

    private static AttemptEnd Failed(string type) => new(AttemptOutcome.Failed, AttemptError.Of(type, "x"));
}
